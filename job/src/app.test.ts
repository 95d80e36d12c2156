import type { Connector } from '@commercetools-ordoro/core';
import { describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { createJobApp } from './app.ts';

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };

const report = {
  runId: '01JDCN0000000000000000TEST',
  startedAt: '2026-11-23T10:00:00.000Z',
  durationMs: 12,
  tasks: [
    {
      name: 'orders',
      status: 'ok',
      examined: 3,
      changed: 1,
      skipped: 0,
      failed: 0,
      calls: { commercetools: 4, ordoro: 1 },
    },
  ],
};

function jobApp(options: { run?: (request: unknown) => Promise<unknown>; jobToken?: string } = {}) {
  const run = jest.fn(options.run ?? (async () => report));
  const connector = {
    logger: silent,
    settings: { jobToken: options.jobToken },
    job: { run, lastReport: report },
    tellOf: () => undefined,
  };
  return { run, http: supertest(createJobApp(connector as unknown as Connector)) };
}

describe('POST /job', () => {
  it.each([
    ['an empty body', ''],
    ['an empty object', '{}'],
    ['something else', 'tick'],
  ])('takes %s for the scheduled run', async (_what, body) => {
    const { http, run } = jobApp({ jobToken: 'secret-token' });
    const { body: answer } = await http.post('/job').type('text/plain').send(body).expect(200);
    expect(run.mock.calls).toEqual([[undefined]]);
    expect(answer).toEqual(report);
  });

  it('takes options from whoever has the token', async () => {
    const { http, run } = jobApp({ jobToken: 'secret-token' });
    const options = { tasks: ['orders'], since: '2026-11-01T00:00:00Z' };
    await http.post('/job').set('Authorization', 'Bearer secret-token').send(options).expect(200);
    expect(run.mock.calls).toEqual([[{ tasks: ['orders'], since: Date.UTC(2026, 10, 1) }]]);
  });

  it.each([
    ['no token', ''],
    ['a wrong token', 'Bearer wrong-token'],
  ])('answers options with %s by 401', async (_what, header) => {
    const { http, run } = jobApp({ jobToken: 'secret-token' });
    await http.post('/job').set('Authorization', header).send({ full: true }).expect(401);
    expect(run).not.toHaveBeenCalled();
  });

  it('answers options that cannot be read by 400 and says what is allowed', async () => {
    const { body } = await jobApp()
      .http.post('/job')
      .send({ tasks: ['everything'] })
      .expect(400);
    expect(body.message).toContain('orders');
  });

  it('answers 500 when nothing could run', async () => {
    await jobApp({ run: () => Promise.reject(new Error('no lock')) })
      .http.post('/job')
      .expect(500);
  });
});

describe('GET /job/health', () => {
  it('answers 200 with counts only', async () => {
    const { body } = await jobApp().http.get('/job/health').expect(200);
    expect(body).toEqual({ status: 'ok', counts: { orders: { examined: 3, changed: 1, skipped: 0, failed: 0 } } });
  });
});
