import { describe, expect, it } from 'vitest';
import { isLineTarget, parseFieldSource } from './field-mappings.ts';
import { type MerchantConfig, parseMerchantConfig } from './merchant-config.ts';

function configFrom(key: string, value: unknown, lastGood?: MerchantConfig) {
  return parseMerchantConfig(new Map([[key, value]]), lastGood);
}

/** The part of the message that says what is wrong. */
function mistakesIn(key: string, value: unknown): string | undefined {
  const { problems } = configFrom(key, value);
  const [problem] = problems;
  expect(problems.length).toBeLessThanOrEqual(1);
  return problem?.message
    .replace(`The configuration object "${key}" cannot be used: `, '')
    .replace(/\. Until it is corrected, [^.]*\.$/, '');
}

describe('the configuration objects', () => {
  it('are all read', () => {
    const { config, problems } = parseMerchantConfig(
      new Map<string, unknown>([
        ['warehouses', [{ warehouseId: 15450, channel: 'us-east' }, { warehouseId: 15451 }]],
        [
          'shipping-services',
          [
            { method: 'Express', service: 'UPS 2nd Day Air', presetId: 7, warehouseId: 15450, tags: ['rush'] },
            { method: 'std', service: 'USPS' },
          ],
        ],
        [
          'inventory-rules',
          [
            { sku: 'GIFT-*', channel: '-', owner: 'commercetools', tracked: false },
            { sku: '*', quantity: 'onHand', percent: 90, reserve: 2, max: 50, min: 0 },
          ],
        ],
        ['sku-rules', [{ sku: 'EGIFT-*', ship: false }]],
        ['fields', [{ from: 'order.custom.giftMessage', to: 'notes_from_customer' }]],
        ['stores', [{ store: 'us', salesChannelId: 7 }]],
        ['line-states', { exported: 'sent', shipped: 'gone' }],
        ['sales-channel', { salesChannelId: 9, name: 'commercetools demo', foundAt: 'x' }],
        [
          'run-request',
          { tasks: ['inventory', 'orders', 'inventory'], full: true, since: '2026-11-01', dryRun: true, by: 'ann' },
        ],
        ['inventory-approval', { plan: 'abc123', until: '2026-11-23T18:00:00Z' }],
      ]),
    );
    expect(problems).toEqual([]);
    expect(config).toEqual({
      warehouses: [{ warehouseId: 15450, channel: 'us-east' }, { warehouseId: 15451 }],
      shippingServices: [
        { method: 'Express', service: 'UPS 2nd Day Air', presetId: 7, warehouseId: 15450, tags: ['rush'] },
        { method: 'std', service: 'USPS' },
      ],
      inventoryRules: [
        { sku: 'GIFT-*', channel: '-', owner: 'commercetools', tracked: false },
        { sku: '*', quantity: 'onHand', percent: 90, reserve: 2, max: 50, min: 0 },
      ],
      skuRules: [{ sku: 'EGIFT-*', ship: false }],
      fields: [
        {
          from: { scope: 'order', kind: 'customField', path: ['giftMessage'], text: 'order.custom.giftMessage' },
          to: 'notes_from_customer',
        },
      ],
      stores: [{ store: 'us', salesChannelId: 7 }],
      lineStates: { exported: 'sent', shipped: 'gone' },
      salesChannel: { salesChannelId: 9, name: 'commercetools demo' },
      runRequest: { tasks: ['orders', 'inventory'], full: true, since: 1_793_491_200_000, dryRun: true },
      inventoryApproval: { plan: 'abc123', until: 1_795_456_800_000 },
    });
  });

  it('are absent when there are none, which is not the same as empty', () => {
    expect(parseMerchantConfig(new Map()).config.shippingServices).toBeUndefined();
    expect(configFrom('shipping-services', []).config.shippingServices).toEqual([]);
  });

  it('that nobody knows are reported and ignored', () => {
    const { config, problems } = configFrom('shipping_services', []);
    expect(config.shippingServices).toBeUndefined();
    expect(problems).toEqual([
      {
        key: 'shipping_services',
        message:
          'The connector does not know a configuration object "shipping_services" and ignores it. Rename or delete it; it reads warehouses, shipping-services, inventory-rules, sku-rules, fields, stores, line-states, sales-channel, run-request, inventory-approval.',
      },
    ]);
  });
});

describe('a configuration object that cannot be used', () => {
  const lastGood = configFrom('sku-rules', [{ sku: 'EGIFT-*', ship: false }]).config;

  it('is reported, and the last good one stays in force', () => {
    const { config, problems } = configFrom('sku-rules', [{ sku: 'EGIFT-*', ship: 'no' }], lastGood);
    expect(config.skuRules).toEqual([{ sku: 'EGIFT-*', ship: false }]);
    expect(problems).toEqual([
      {
        key: 'sku-rules',
        message:
          'The configuration object "sku-rules" cannot be used: entry 1, ship must be true or false, without quotation marks. Until it is corrected, the last good version stays in force.',
      },
    ]);
  });

  it('counts as absent when there is no last good one', () => {
    const { config, problems } = configFrom('sku-rules', {});
    expect(config.skuRules).toBeUndefined();
    expect(problems).toEqual([
      {
        key: 'sku-rules',
        message: `The configuration object "sku-rules" cannot be used: it must be a list: [ … ]. Until it is corrected, no new order is sent to Ordoro.`,
      },
    ]);
  });

  it('does not disturb the others', () => {
    const { config, problems } = parseMerchantConfig(
      new Map<string, unknown>([
        ['stores', 'us'],
        ['warehouses', [{ warehouseId: 1 }]],
      ]),
    );
    expect(problems.map(({ key }) => key)).toEqual(['stores']);
    expect(config.warehouses).toEqual([{ warehouseId: 1 }]);
  });

  it('no longer counts once it is deleted, although it was good before', () => {
    expect(parseMerchantConfig(new Map(), lastGood).config.skuRules).toBeUndefined();
  });

  it('reads the plan of an approval without the blanks that came along when it was copied', () => {
    const approval = { plan: ' abc123\n', until: '2026-11-23T18:00:00Z' };
    expect(parseMerchantConfig(new Map([['inventory-approval', approval]])).config.inventoryApproval?.plan).toBe(
      'abc123',
    );
  });

  it('is never replaced by an older request or approval, because those are meant once', () => {
    const before = parseMerchantConfig(
      new Map<string, unknown>([
        ['run-request', { full: true }],
        ['inventory-approval', { plan: 'abc', until: '2026-11-23T18:00:00Z' }],
      ]),
    ).config;
    const { config, problems } = parseMerchantConfig(
      new Map<string, unknown>([
        ['run-request', { full: 'yes' }],
        ['inventory-approval', { plan: 'abc' }],
      ]),
      before,
    );
    expect(config.runRequest).toBeUndefined();
    expect(config.inventoryApproval).toBeUndefined();
    expect(problems.map(({ key }) => key)).toEqual(['run-request', 'inventory-approval']);
  });

  it.each<[string, unknown, string]>([
    [
      'warehouses',
      [{ warehouseId: '15450' }],
      'entry 1, warehouseId must be the Ordoro id of a warehouse, a whole number without quotation marks',
    ],
    [
      'warehouses',
      [{}],
      'entry 1, warehouseId must be the Ordoro id of a warehouse, a whole number without quotation marks',
    ],
    [
      'warehouses',
      [{ warehouseId: 1 }, { warehouseId: 2, Channel: 'x' }],
      'entry 2 has the unknown field "Channel"; allowed are warehouseId, channel',
    ],
    ['warehouses', [15450], 'entry 1 must be an object with the fields warehouseId, channel'],
    [
      'warehouses',
      [{ warehouseId: 1, channel: 'us' }, { warehouseId: 2 }, { warehouseId: 1, channel: 'eu' }],
      'entry 3 repeats entry 1 (warehouseId 1)',
    ],
    [
      'warehouses',
      [{ warehouseId: 1, channel: '-' }],
      'entry 1, channel cannot be "-" here; leave the field out for the entry without supply channel',
    ],
    [
      'shipping-services',
      [
        { method: 'Express', service: 'A' },
        { method: 'Express', service: 'B' },
      ],
      'entry 2 repeats entry 1 (method "Express")',
    ],
    [
      'shipping-services',
      [{ method: ' ', service: 'A', tags: ['rush', 1] }],
      'entry 1, method must be the key or name of a shipping method, as a text; entry 1, tags, entry 2 must be the name of a tag, as a text',
    ],
    [
      'shipping-services',
      [{ method: 'Express', service: 'A', tags: 'rush' }],
      'entry 1, tags must be a list of tag names: ["rush"]',
    ],
    [
      'inventory-rules',
      [{ sku: 'A', owner: 'Ordoro' }],
      'entry 1, owner must be one of "ordoro", "commercetools", "none"',
    ],
    [
      'inventory-rules',
      [{ sku: 'A', percent: 101 }],
      'entry 1, percent must be a whole number from 0 to 100, without quotation marks',
    ],
    ['inventory-rules', [{ sku: 'A', min: 5, max: 4 }], 'entry 1, min must not be greater than max'],
    [
      'inventory-rules',
      [{ sku: 'A', owner: 'ordoro', tracked: false }],
      'entry 1, tracked can be false only when the owner is "commercetools"',
    ],
    [
      'inventory-rules',
      [{ sku: 'A' }, { sku: 'A', channel: 'us' }, { sku: 'A', channel: 'us', max: 1 }],
      'entry 3 repeats entry 2 (sku "A", channel "us")',
    ],
    ['sku-rules', [{ sku: 'A' }], 'entry 1, ship must be true or false, without quotation marks'],
    [
      'sku-rules',
      [
        { sku: 'A', ship: true },
        { sku: 'A', ship: false },
      ],
      'entry 2 repeats entry 1 (sku "A")',
    ],
    [
      'fields',
      [{ from: 'customer.email', to: 'internal_notes' }],
      'entry 1, from must be a path such as "order.custom.giftMessage", "lineItem.custom.engraving" or "variant.attributes.weight"; it begins with order, lineItem or variant',
    ],
    [
      'fields',
      [{ from: 'order.orderNumber', to: 'notes' }],
      'entry 1, to must be one of "notes_from_customer", "internal_notes", "tags", "ship_by_date", "deliver_by_date", "line.selected_option", "line.product.weight"',
    ],
    [
      'fields',
      [
        { from: 'order.orderNumber', to: 'tags' },
        { from: 'order.orderNumber', to: 'tags' },
      ],
      'entry 2 repeats entry 1 (from "order.orderNumber" to "tags")',
    ],
    [
      'stores',
      [
        { store: 'us', salesChannelId: 7 },
        { store: 'us', salesChannelId: 8 },
      ],
      'entry 2 repeats entry 1 (store "us")',
    ],
    ['line-states', { exported: 'a b' }, 'exported must be the key of a state: 2 to 256 letters, digits, "_" and "-"'],
    ['line-states', { packed: 'x' }, 'it has the unknown field "packed"; allowed are exported, shipped, returned'],
    [
      'sales-channel',
      { salesChannelId: 0 },
      'salesChannelId must be the Ordoro id of a sales channel, a whole number without quotation marks',
    ],
    ['sales-channel', 7, 'it must be an object with the field salesChannelId'],
    ['run-request', 'orders', 'it must hold at least one of tasks, full, since, dryRun'],
    ['run-request', { task: ['orders'] }, 'it must hold at least one of tasks, full, since, dryRun'],
    [
      'run-request',
      { tasks: ['order'] },
      'tasks, entry 1 must be one of "orders", "fulfillments", "returns", "inventory", "reconcile", "housekeeping"',
    ],
    [
      'inventory-approval',
      { plan: 'x', until: 'tomorrow' },
      'until must be a date-time with Z or an offset, e.g. "2026-11-23T18:00:00Z"',
    ],
    ['inventory-approval', { plan: 'x' }, 'until must be a date-time with Z or an offset, e.g. "2026-11-23T18:00:00Z"'],
  ])('%s: %j is explained', (key, value, mistakes) => {
    expect(mistakesIn(key, value)).toBe(mistakes);
  });

  it('names the first five mistakes and counts the rest', () => {
    const entries = Array.from({ length: 7 }, () => ({ sku: 'A', ship: 1 }));
    const text = 'must be true or false, without quotation marks';
    expect(mistakesIn('sku-rules', entries)).toBe(
      `entry 1, ship ${text}; entry 2, ship ${text}; entry 3, ship ${text}; entry 4, ship ${text}; entry 5, ship ${text}; and 2 more`,
    );
  });
});

describe('a taken run request', () => {
  it.each([[null], [{}]])('that left %j behind counts as none', (value) => {
    expect(configFrom('run-request', value)).toEqual({
      config: expect.objectContaining({ runRequest: undefined }),
      problems: [],
      unusable: [],
    });
  });
});

describe('a field source', () => {
  it.each([
    ['order.orderNumber', 'order', 'property', ['orderNumber']],
    ['order.shippingInfo.shippingMethodName', 'order', 'property', ['shippingInfo', 'shippingMethodName']],
    ['order.custom.giftMessage', 'order', 'customField', ['giftMessage']],
    ['order.custom.fields.giftMessage', 'order', 'customField', ['giftMessage']],
    ['order.custom.fields', 'order', 'customField', ['fields']],
    ['lineItem.custom.engraving', 'lineItem', 'customField', ['engraving']],
    ['lineItem.productKey', 'lineItem', 'property', ['productKey']],
    ['variant.attributes.weight', 'variant', 'attribute', ['weight']],
    ['variant.attributes.size.label', 'variant', 'attribute', ['size', 'label']],
    ['variant.sku', 'variant', 'property', ['sku']],
    ['order.discountCodes.0', 'order', 'property', ['discountCodes', '0']],
  ])('%s is read', (text, scope, kind, path) => {
    expect(parseFieldSource(text)).toEqual({ scope, kind, path, text });
  });

  it.each([
    '',
    'order',
    'order.',
    'order..x',
    'order.custom',
    'variant.attributes',
    'Order.orderNumber',
    'customer.email',
    'order.a b',
    'order.__proto__.x',
    'order.custom.constructor',
  ])('%j is not one', (text) => {
    expect(parseFieldSource(text)).toBeUndefined();
  });

  it('may fill a field of the order or of each line', () => {
    expect(isLineTarget('line.product.weight')).toBe(true);
    expect(isLineTarget('internal_notes')).toBe(false);
  });
});

describe('an object that cannot be used and never could', () => {
  it.each([
    ['warehouses', ['orders', 'stock'], 'no new order is sent to Ordoro, and no stock is compared or written'],
    ['shipping-services', ['orders'], 'no new order is sent to Ordoro'],
    ['sku-rules', ['orders'], 'no new order is sent to Ordoro'],
    ['fields', ['orders'], 'no new order is sent to Ordoro'],
    ['stores', ['orders'], 'no new order is sent to Ordoro'],
    ['inventory-rules', ['stock'], 'no stock is compared or written'],
  ])('%s: %j have to wait for it', (key, neededBy, words) => {
    const { unusable, problems } = configFrom(key, 'bad');
    expect(unusable).toEqual([{ key, neededBy, message: problems[0]?.message }]);
    expect(problems[0]?.message).toMatch(new RegExp(`Until it is corrected, ${words}\\.$`));
  });

  it.each(['line-states', 'run-request', 'inventory-approval', 'unheard-of'])(
    '%s: nothing has to wait, because without it less is done, not something else',
    (key) => {
      expect(configFrom(key, 'bad').unusable).toEqual([]);
    },
  );

  it('holds nothing up while a good one is in force', () => {
    expect(configFrom('warehouses', 'bad', { warehouses: [] }).unusable).toEqual([]);
  });
});
