import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
import { creations, failCreation } from './exported-once.ts';
import { ops, opsJson } from './ops-under-test.ts';
import { placeAndDeliver } from './shop.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start();
});

afterAll(async () => {
  await journey.close();
});

const REFUSAL = {
  kind: 'status',
  when: 'before-work',
  status: 400,
  body: { error_message: 'Warehouse is closed', param: 'warehouse_id' },
} as const;

/** An order that Ordoro has refused. */
async function refusedOrder() {
  failCreation(journey, REFUSAL);
  return placeAndDeliver(journey);
}

describe('the command line', () => {
  it('explains itself to a stranger, and says what it needs', async () => {
    const { code, out } = await ops(journey, 'help');
    expect(code).toBe(0);
    for (const word of ['status', 'letters', 'show', 'replay', 'run', 'forget', 'CTP_CLIENT_ID', 'CONNECTOR_ID'])
      expect(out).toContain(word);
    for (const command of ['status', 'letters', 'show', 'replay', 'run', 'forget'])
      expect((await ops(journey, command, '--help')).out).toContain(`npm run ops -- ${command}`);
  });

  it.each([
    [[]],
    [['dance']],
    [['help', 'dance']],
    [['letters', '--kind', 'parcel']],
    [['letters', '--code', 'no-such-code']],
    [['letters', '--colour', 'red']],
    [['show']],
    [['replay']],
    [['replay', 'order.1', '--all']],
    [['dismiss']],
    [['run']],
    [['run', '--tasks', 'everything']],
    [['run', '--since', 'yesterday']],
  ])('answers %j with exit code 2 and what would be right', async (args) => {
    const { code, out, err } = await ops(journey, ...args);
    expect(code).toBe(2);
    expect(out + err).not.toBe('');
  });

  it('says which variables are missing, and shows none', async () => {
    const usual = journey.environment;
    journey.environment = { ...usual, CTP_CLIENT_ID: '' };
    const { code, err } = await ops(journey, 'status');
    journey.environment = usual;
    expect(code).toBe(2);
    expect(err).toContain('CTP_CLIENT_ID');
    expect(err).not.toContain(usual.CTP_CLIENT_SECRET);
  });

  it('needs neither the keys of Ordoro nor any other setting of the apps', async () => {
    const usual = journey.environment;
    const { CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_API_URL, CTP_AUTH_URL } = usual;
    journey.environment = {
      ...{ CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_API_URL, CTP_AUTH_URL },
      EXPORT_WHEN: 'nonsense',
    } as Record<string, string>;
    const { code } = await ops(journey, 'letters');
    journey.environment = usual;
    expect(code).toBe(0);
  });

  it('answers 1 and names the scopes when commercetools refuses the API client', async () => {
    const usual = journey.environment;
    journey.environment = { ...usual, CTP_CLIENT_SECRET: 'a-wrong-secret-of-somebody' };
    const { code, out, err } = await ops(journey, 'status');
    journey.environment = usual;
    expect(code).toBe(1);
    expect(err).toContain('view_orders');
    expect(out + err).not.toContain('a-wrong-secret-of-somebody');
  });
});

describe('letters', () => {
  it('say what failed, why, what to do, and how often it was tried', async () => {
    const order = await refusedOrder();

    const { code, out } = await ops(journey, 'letters', '--kind', 'order', '--code', 'ordoro-rejected');

    expect(code).toBe(0);
    expect(out).toContain(`order.${order.id}  ordoro-rejected`);
    expect(out).toContain('Warehouse is closed');
    expect(out).toContain('set ordoroRequest to "retry"');
    expect(out).toMatch(/1 attempt, first \d+ seconds? ago/);
    const letters = await opsJson<{ key: string; request: unknown; response: unknown }[]>(journey, 'letters');
    expect(letters).toContainEqual(
      expect.objectContaining({
        key: `order.${order.id}`,
        code: 'ordoro-rejected',
        request: expect.anything(),
        response: expect.anything(),
      }),
    );
    expect(JSON.stringify(letters)).not.toContain('Whitfield');
    expect((await ops(journey, 'letters', '--kind', 'return')).out).toBe('There are no such letters.\n');
  });
});

describe('dismiss', () => {
  it('removes the letters with these keys, and says which do not exist', async () => {
    const [order, other] = [await refusedOrder(), await refusedOrder()];

    const { code, out } = await ops(journey, 'dismiss', `order.${order.id}`, 'shipment.2-0');

    expect([code, out]).toEqual([1, 'There is no letter "shipment.2-0".\n1 letter removed.\n']);
    expect(journey.deadLetter(order.id)).toBeUndefined();
    expect(journey.deadLetter(other.id)).toBeDefined();
  });
});

describe('show', () => {
  it('tells everything of an order by its id, its number, or its number in Ordoro, without personal data', async () => {
    const order = await placeAndDeliver(journey);
    const [{ order_number: number } = { order_number: '' }] = journey.ordoroOrders(order.id);

    const answers = [
      await ops(journey, 'show', order.id),
      await ops(journey, 'show', order.orderNumber ?? ''),
      await ops(journey, 'show', number),
    ];

    for (const { code, out } of answers) {
      expect(code).toBe(0);
      expect(out).toContain(`Order ${order.id}, number ${order.orderNumber}`);
      expect(out).toContain('Record: exported');
      expect(out).toContain(`accepted as ${number}`);
      expect(out).toContain('Nothing is left to do.');
      expect(out).toContain('No dead letter.');
      expect(out).not.toMatch(/Whitfield|example\.com/);
    }
  });

  it('answers a machine with JSON also when there is no such order', async () => {
    expect(await ops(journey, 'show', 'nobody', '--json')).toMatchObject({ code: 1, out: 'null\n' });
  });

  it('shows the letter and the log of one that failed', async () => {
    const order = await refusedOrder();

    const { out } = await ops(journey, 'show', order.id);
    const data = await opsJson<{ letters: unknown[]; log: unknown[]; record: unknown }>(journey, 'show', order.id);

    expect(out).toContain('Record: failed');
    expect(out).toContain(`order.${order.id}  ordoro-rejected`);
    expect(out).toContain('order-failed');
    expect([data.letters.length, data.log.length]).toEqual([1, 1]);
    expect(JSON.stringify(data)).not.toMatch(/Whitfield|dana/);
  });

  it('answers 1 for an order that nobody knows', async () => {
    expect(await ops(journey, 'show', 'J-0')).toMatchObject({ code: 1, out: expect.stringContaining('"J-0"') });
  });
});

describe('run', () => {
  it('leaves options for the next scheduled run, which takes them once', async () => {
    const { commercetools } = journey.sandbox;

    const { code } = await ops(journey, 'run', '--tasks', 'orders,housekeeping', '--dry-run');

    expect(code).toBe(0);
    expect(commercetools.customObject('ordoro-config', 'run-request')?.value).toEqual({
      tasks: ['orders', 'housekeeping'],
      dryRun: true,
    });
    const refused = await ops(journey, 'run', '--full', '--tasks', 'reconcile');
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('housekeeping') });
    const replaced = await ops(journey, 'run', '--full', '--tasks', 'housekeeping', '--replace');
    expect(replaced.code).toBe(0);
    const { tasks } = await journey.runJob();
    expect(tasks.map(({ name }) => name)).toEqual(['housekeeping']);
    expect(commercetools.customObject('ordoro-config', 'run-request')).toBeUndefined();
  });
});

describe('forget', () => {
  it('erases record, letters and log of a deleted order, and nothing of another one', async () => {
    const { commercetools } = journey.sandbox;
    const [order, other] = [await refusedOrder(), await refusedOrder()];
    expect(await ops(journey, 'forget', order.id)).toMatchObject({
      code: 1,
      out: expect.stringContaining('still has'),
    });
    await commercetools.deleteOrder(order.id);
    await journey.deliver();

    expect(await ops(journey, 'forget', order.id)).toMatchObject({ code: 0 });

    const left = commercetools.all('key-value-document').filter((object) => JSON.stringify(object).includes(order.id));
    expect(left.map(({ container, key }) => `${container}/${key}`)).toEqual([]);
    expect(journey.record(other.id)?.status).toBe('failed');
    expect(journey.deadLetter(other.id)).toBeDefined();
    expect(await ops(journey, 'forget', order.id)).toMatchObject({ code: 1 });
    await journey.runJobFor(10);
    expect(journey.record(order.id)).toBeUndefined();
  });

  it('also erases letters about Ordoro orders that turned out to be copies', async () => {
    const { commercetools } = journey.sandbox;
    const order = await placeAndDeliver(journey);
    const record = { ...journey.record(order.id), duplicates: ['1-COPY'] };
    await commercetools.putCustomObject('ordoro-orders', order.id, record);
    const letter = { kind: 'shipment', subject: '1-COPY', code: 'unknown-order', message: 'cannot be read' };
    await commercetools.putCustomObject('ordoro-dead-letters', 'shipment.1-COPY', letter);
    await commercetools.deleteOrder(order.id);

    expect(await ops(journey, 'forget', order.id)).toMatchObject({ code: 0 });

    expect(journey.deadLetter('1-COPY', 'shipment')).toBeUndefined();
    journey.dropMessages();
  });

  it('wants an id where a number is that of several orders', async () => {
    const [one, other] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    for (const { id } of [one, other]) {
      const record = journey.record(id)!;
      await journey.sandbox.commercetools.putCustomObject('ordoro-orders', id, {
        ...record,
        numbers: [...(record.numbers ?? []), '1-MERGED'],
      });
    }

    const { code, err } = await ops(journey, 'forget', '1-MERGED');

    expect(code).toBe(2);
    for (const { id } of [one, other]) expect(err).toContain(id);
  });

  it('does not erase what is needed to settle an uncertain sending', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    await journey.sandbox.commercetools.deleteOrder(order.id);

    const { code, out } = await ops(journey, 'forget', order.id);

    expect([code, out]).toEqual([1, expect.stringContaining('not known yet')]);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });
});

describe('status', () => {
  it('says in words whether something needs a person, and what', async () => {
    const fresh = await Journey.start();
    try {
      expect((await ops(fresh, 'status')).out).toContain('the job has never run');
      await placeAndDeliver(fresh);
      fresh.time.advance(60_000);
      await fresh.runJob();

      const healthy = await ops(fresh, 'status');

      expect(healthy.code).toBe(0);
      expect(healthy.out).toContain('Healthy: nothing needs you.');
      expect(healthy.out).toMatch(/orders +ok +0 seconds ago/);
      expect(healthy.out).toContain('exported 1');
      fresh.time.advance(2 * 60 * 60_000);
      expect((await ops(fresh, 'status')).out).toContain('the job has not run for 2 hours');
      expect(await opsJson(fresh, 'status')).toMatchObject({
        isHealthy: false,
        orders: { exported: 1, held: 0 },
        letters: { total: 0, asked: 0 },
      });
    } finally {
      await fresh.close();
    }
  });
});
