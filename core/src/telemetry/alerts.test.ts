import { describe, expect, it } from '@jest/globals';
import type { AlertBody } from './alerts.ts';
import { createAlerts } from './alerts.ts';
import type { LogFields, Logger } from './logger.ts';

const URL = 'https://hooks.slack.com/services/T1/B2/topsecret';
const MINUTE = 60_000;

function setUp(failure?: Error) {
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
  const options = { post, clock: () => time.now, logger };
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

  it('about one subject is sent at most once an hour', async () => {
    const { alerts, posts, time } = setUp();
    await alerts.raise('stock', 'first');
    time.now = 60 * MINUTE - 1;
    await alerts.raise('stock', 'too early');
    time.now = 60 * MINUTE;
    await alerts.raise('stock', 'again');
    expect(posts.map(({ body }) => body.text)).toEqual(['stock: first', 'stock: again']);
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
    alerts.clear('stock');
    await alerts.raise('stock', 'two');
    expect(posts).toHaveLength(2);
  });

  it('that cannot be sent is logged without the address and disturbs nobody', async () => {
    const { alerts, posts, lines } = setUp(new Error(`no route to ${URL}`));
    await expect(alerts.raise('stock', 'one')).resolves.toBeUndefined();
    await alerts.raise('stock', 'two');
    expect(posts).toHaveLength(1);
    expect(lines.at(-1)).toEqual({
      level: 'error',
      message: 'The alert could not be sent to ALERT_WEBHOOK_URL.',
      fields: { subject: 'stock', reason: 'no route to [secret]' },
    });
  });

  it('without a webhook is only logged', async () => {
    const { options, posts, lines } = setUp();
    await createAlerts(options).raise('stock', 'one');
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
