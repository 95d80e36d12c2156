import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { TransientError } from '../problems/errors.ts';
import { AlertMarks } from './alert-marks.ts';
import type { AlertBody } from './alerts.ts';
import { createAlerts } from './alerts.ts';
import type { LogFields, Logger } from './logger.ts';

const URL = 'https://hooks.slack.com/services/T1/B2/topsecret';
const MINUTE = 60_000;

function setUp(failure?: Error, objects = new MemoryObjects()) {
  const posts: { url: string; body: AlertBody }[] = [];
  const lines: { level: string; message: string; fields: LogFields | undefined }[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) => {
    lines.push({ level, message, fields });
  };
  const logger: Logger = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => logger,
  };
  const time = { now: 0 };
  const post = async (url: string, body: AlertBody): Promise<void> => {
    posts.push({ url, body });
    if (failure !== undefined) throw failure;
  };
  const marks = new AlertMarks({ objects, container: 'ordoro-locks' });
  const options = { post, marks, clock: () => time.now, logger };
  return { posts, lines, time, options, alerts: createAlerts({ ...options, webhookUrl: URL }) };
}

describe('an alert', () => {
  it('is posted as a Slack text and logged', async () => {
    const { alerts, posts, lines } = setUp();
    await alerts.raise('config.warehouses', 'The object cannot be used.');
    expect(posts).toEqual([{ url: URL, body: { text: 'config.warehouses: The object cannot be used.' } }]);
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'Alert raised.',
        fields: { subject: 'config.warehouses', text: 'The object cannot be used.' },
      },
    ]);
  });

  it('about one subject is sent at most once an hour, about a lasting one once a day', async () => {
    const { alerts, posts, time } = setUp();
    expect(await alerts.raise('stock', 'first')).toBe(true);
    await alerts.raise('key', 'first', 'lasting');
    time.now = 50 * MINUTE;
    expect(await alerts.raise('stock', 'too early')).toBe(false);
    time.now = 60 * MINUTE;
    await alerts.raise('stock', 'again');
    await alerts.raise('key', 'too early', 'lasting');
    time.now = 24 * 60 * MINUTE;
    await alerts.raise('key', 'again', 'lasting');
    expect(posts.map(({ body }) => body.text)).toEqual(['stock: first', 'key: first', 'stock: again', 'key: again']);
  });

  it('about another subject is sent at once', async () => {
    const { alerts, posts } = setUp();
    await alerts.raise('stock', 'one');
    await alerts.raise('orders', 'two');
    expect(posts).toHaveLength(2);
  });

  it('raised twice at the same moment is sent once', async () => {
    const { alerts, posts } = setUp();
    await Promise.all([alerts.raise('stock', 'one'), alerts.raise('stock', 'two')]);
    expect(posts).toHaveLength(1);
  });

  it('is sent at once again after the trouble was over', async () => {
    const { alerts, posts } = setUp();
    await alerts.raise('stock', 'one');
    await alerts.clear('stock');
    await alerts.raise('stock', 'two');
    expect(posts).toHaveLength(2);
  });

  it('that cannot be sent is logged without the address and disturbs nobody', async () => {
    const { alerts, posts, lines } = setUp(new Error(`no route to ${URL}`));
    await expect(alerts.raise('stock', 'one')).resolves.toBe(false);
    await alerts.raise('stock', 'two');
    expect(posts).toHaveLength(1);
    expect(lines.at(-1)).toEqual({
      level: 'error',
      message: 'The alert could not be sent to ALERT_WEBHOOK_URL.',
      fields: { subject: 'stock', reason: 'no route to [secret]' },
    });
  });

  it('that another instance has sent is not sent again, until the trouble was over', async () => {
    const objects = new MemoryObjects();
    const [one, other] = [setUp(undefined, objects), setUp(undefined, objects)];
    await one.alerts.raise('stock', 'one');
    await other.alerts.raise('stock', 'two');
    await other.alerts.raise('orders', 'three');
    expect([...one.posts, ...other.posts].map(({ body }) => body.text)).toEqual(['stock: one', 'orders: three']);

    await one.alerts.clear('stock');
    await one.alerts.raise('stock', 'four');
    expect(one.posts).toHaveLength(2);
  });

  it('raised by two instances at the same moment is sent once', async () => {
    const objects = new MemoryObjects();
    const [one, other] = [setUp(undefined, objects), setUp(undefined, objects)];
    await Promise.all([one.alerts.raise('stock', 'one'), other.alerts.raise('stock', 'two')]);
    expect([...one.posts, ...other.posts]).toHaveLength(1);
  });

  it('is rather sent twice than never when commercetools cannot be asked', async () => {
    const objects = new MemoryObjects();
    objects.before = () => {
      throw new TransientError('away', { platform: 'commercetools' });
    };
    const [one, other] = [setUp(undefined, objects), setUp(undefined, objects)];
    await one.alerts.raise('stock', 'one');
    await other.alerts.raise('stock', 'two');
    await expect(other.alerts.clear('stock')).resolves.toBeUndefined();
    expect([...one.posts, ...other.posts]).toHaveLength(2);
  });

  it('leaves no mark behind for longer than it is quiet', async () => {
    const objects = new MemoryObjects();
    const { alerts, time } = setUp(undefined, objects);
    await alerts.raise('order.1', 'one');
    time.now = 24 * 60 * MINUTE;
    await alerts.raise('order.2', 'two');
    expect(Object.keys(objects.value('ordoro-locks', 'alerts') as object)).toEqual(['order.2']);
  });

  it('without a webhook is only logged, and costs nothing', async () => {
    const objects = new MemoryObjects();
    const { options, posts, lines } = setUp(undefined, objects);
    await createAlerts(options).raise('stock', 'one');
    await createAlerts(options).clear('stock');
    expect(objects.calls).toEqual([]);
    expect(posts).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  it('cannot mention a whole channel through a vendor’s text', async () => {
    const { alerts, posts } = setUp();
    await alerts.raise('orders', '<!channel> & more');
    expect(posts[0]?.body.text).toBe('orders: &lt;!channel&gt; &amp; more');
  });

  it('is cut to a readable length', async () => {
    const { alerts, posts } = setUp();
    await alerts.raise('orders', 'x'.repeat(10_000));
    expect(posts[0]?.body.text.length).toBeLessThan(3100);
  });
});
