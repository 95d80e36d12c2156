import { describe, expect, it } from 'vitest';
import { healthReport } from './health.ts';
import type { Logger } from './logger.ts';

const silent: Logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };

describe('the health report', () => {
  it('is OK while nothing is known to be down', async () => {
    const report = await healthReport('event app', [{ name: 'Ordoro', isUp: () => undefined }], silent);
    expect(report).toMatchObject({ status: 200, body: { status: 'OK' } });
  });

  it('names the platform that does not answer and stays 200, because a restart would not help', async () => {
    const probes = [
      { name: 'commercetools', isUp: () => true },
      { name: 'Ordoro', isUp: () => false },
    ];
    expect(await healthReport('event app', probes, silent)).toMatchObject({
      status: 200,
      body: {
        status: 'Partially Available',
        checks: [
          { name: 'event app', status: 'UP' },
          { name: 'commercetools', status: 'UP' },
          { name: 'Ordoro', status: 'DOWN' },
        ],
      },
    });
  });
});
