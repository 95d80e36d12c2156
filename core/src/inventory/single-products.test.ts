import { describe, expect, it } from 'vitest';
import { product } from '../../tests/generators/stock.ts';
import type { StockRow } from '../ordoro/stock-reader.ts';
import { CredentialsError, RejectedError, TransientError } from '../problems/errors.ts';
import { readSingleProducts } from './single-products.ts';

const unreadable: StockRow = { kind: 'unreadable', sku: 'ODD', updatedAt: undefined };
const trouble = (status: number) => new TransientError(`status ${status}`, { platform: 'ordoro', status });

/** Reads products of which Ordoro answers so; every other one is there. */
function read(skus: readonly string[], answers: Record<string, StockRow | Error | undefined>, isTimeUp = () => false) {
  const get = async (sku: string): Promise<StockRow | undefined> => {
    const answer = sku in answers ? answers[sku] : ({ kind: 'product', product: product(sku) } as StockRow);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return readSingleProducts({ get }, skus, { endBy: 0, isTimeUp });
}

describe('products read one by one', () => {
  it('are there, gone, or could not be read, each on its own', async () => {
    const { products, gone, failed, left } = await read(['CUP', 'GONE', 'ODD', 'DOWN'], {
      GONE: undefined,
      ODD: unreadable,
      DOWN: trouble(502),
    });
    expect([...products.keys()]).toEqual(['CUP']);
    expect(gone).toEqual(['GONE']);
    expect([...failed]).toEqual([
      [
        'ODD',
        {
          message: 'Ordoro\'s answer for the product "ODD" cannot be read',
          exchange: { request: { method: 'GET', path: '/product/ODD/' } },
        },
      ],
      [
        'DOWN',
        {
          message: 'status 502',
          exchange: {
            request: { method: 'GET', path: '/product/DOWN/' },
            response: { status: 502, message: 'status 502' },
          },
        },
      ],
    ]);
    expect(left).toEqual([]);
  });

  it('are left when the time is over or the request limit is used up, which is no failure', async () => {
    let asked = 0;
    const { products, failed, left } = await read(['A', 'LIMIT', 'B'], { LIMIT: trouble(429) }, () => {
      asked += 1;
      return asked > 2;
    });
    expect([...products.keys()]).toEqual(['A']);
    expect(failed.size).toBe(0);
    expect([...left].sort()).toEqual(['B', 'LIMIT']);
  });

  it('say how long Ordoro asked to wait, and that it refused', async () => {
    const busy = new TransientError('busy', { platform: 'ordoro', status: 503, retryAfterMs: 60_000 });
    const refused = new RejectedError('odd', { platform: 'ordoro', status: 400 });
    const { failed } = await read(['A', 'B'], { A: busy, B: refused });
    expect([...failed]).toEqual([
      ['A', expect.objectContaining({ message: 'busy', retryAfterMs: 60_000 })],
      ['B', expect.objectContaining({ message: 'odd', isRefused: true })],
    ]);
  });

  it('end the run when Ordoro refuses the key', async () => {
    const refused = new CredentialsError('refused', { platform: 'ordoro', status: 401 });
    await expect(read(['A'], { A: refused })).rejects.toThrow('refused');
  });

  it('are no more asked for once Ordoro has answered for none of many, but stop nothing else', async () => {
    const many = Array.from({ length: 30 }, (_, number) => `S-${number}`);
    const { failed, left } = await read(many, Object.fromEntries(many.map((sku) => [sku, trouble(503)])));
    expect(failed.size).toBeGreaterThanOrEqual(10);
    expect(failed.size).toBeLessThan(15);
    expect(failed.size + left.length).toBe(30);
  });
});
