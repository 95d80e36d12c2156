import { describe, expect, it } from 'vitest';
import { product, shelf, stockEntry } from '../../tests/generators/stock.ts';
import type { StockOutcome } from '../ordoro/stock-products.ts';
import { TransientError } from '../problems/errors.ts';
import { OnHandWriter } from './on-hand-writer.ts';
import type { StockEntry } from './stock.ts';

const PUSH = { kind: 'push' as const, ordoroSku: 'O-MUG', warehouseId: 1, onHand: 25 };
const ENTRY = stockEntry('MUG', 20);
const DONE: StockOutcome = { kind: 'done', product: product('O-MUG', shelf(1, 25)) };

/** Sends 25 units. @param entryAfter reads the entry after the write */
function send(outcome: StockOutcome, entryAfter: () => Promise<StockEntry | undefined> = async () => ENTRY) {
  const writer = new OnHandWriter({ products: { setOnHand: async () => outcome }, entries: { get: entryAfter } });
  return writer.write(PUSH, ENTRY, { tokenBy: 0, timeoutMs: 0 });
}

describe('a number that Ordoro took', () => {
  it('is pushed when the entry still shows what it was computed from', async () => {
    expect(await send(DONE)).toEqual({ kind: 'pushed', warehouseId: 1, onHand: 25 });
    expect(await send(DONE, async () => ({ ...ENTRY, version: 7 }))).toMatchObject({ kind: 'pushed' });
    expect(await send(DONE, async () => undefined)).toMatchObject({ kind: 'pushed' });
  });

  it('is looked at again when the entry changed meanwhile: a newer number may have been there before it', async () => {
    expect(await send(DONE, async () => stockEntry('MUG', 12))).toEqual({ kind: 'waits' });
  });

  it('is looked at again when nobody can tell', async () => {
    const away = async () => {
      throw new TransientError('no answer', { platform: 'commercetools' });
    };
    expect(await send(DONE, away)).toEqual({ kind: 'waits' });
  });

  it('has failed when Ordoro goes on showing another one', async () => {
    expect(await send({ kind: 'done', product: product('O-MUG', shelf(1, 9)) })).toMatchObject({ kind: 'failed' });
  });

  it('is believed when the answer does not tell of the warehouse', async () => {
    expect(await send({ kind: 'done', product: product('O-MUG') })).toMatchObject({ kind: 'pushed' });
  });

  it('fails loudly when something is wrong with the connector itself', async () => {
    const broken = async () => {
      throw new TypeError('no such thing');
    };
    await expect(send(DONE, broken)).rejects.toThrow(TypeError);
  });
});

describe('a number that Ordoro did not take', () => {
  it('was not tried without a token or with a refused API key, which is no fault of the product', async () => {
    expect(await send({ kind: 'not-sent' })).toEqual({ kind: 'not-sent' });
    const auth = { kind: 'refused-for-now', code: 'ordoro-auth', message: 'status 401' } as const;
    expect(await send(auth)).toEqual({ kind: 'not-sent', message: 'status 401' });
  });

  it('has failed when it is not certain, and waits as long as Ordoro asks', async () => {
    const uncertain = { kind: 'uncertain', message: 'no answer in time', retryAfterMs: 90_000 } as const;
    expect(await send(uncertain)).toMatchObject({ kind: 'failed', message: 'no answer in time', retryAfterMs: 90_000 });
    const limited = { kind: 'refused-for-now', code: 'rate-limited', message: '429', retryAfterMs: 60_000 } as const;
    expect(await send(limited)).toMatchObject({ kind: 'failed', message: '429', retryAfterMs: 60_000 });
  });

  it('was refused when the same would be refused again', async () => {
    expect(await send({ kind: 'rejected', message: 'status 400, not managed here' })).toEqual({
      kind: 'failed',
      message: 'status 400, not managed here',
      isRefused: true,
    });
  });

  it('tells what was sent and answered, cut short, for the letter', async () => {
    const response = { error_message: 'not managed here', page: 'x'.repeat(5_000) };
    const result = await send({ kind: 'rejected', message: 'status 400', response });
    expect(result).toMatchObject({
      exchange: {
        request: { method: 'PUT', path: expect.stringContaining('/product/O-MUG/warehouse/'), on_hand: 25 },
        response: { error_message: 'not managed here' },
      },
    });
    expect(JSON.stringify(result).length).toBeLessThan(2_500);
  });
});
