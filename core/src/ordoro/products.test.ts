import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { ordoroClient } from '../../tests/ordoro-client.ts';
import { CredentialsError, TransientError } from '../problems/errors.ts';
import { OrdoroProducts } from './products.ts';

let server: LocalServer;
let products: OrdoroProducts;

beforeEach(async () => {
  server = await startLocalServer();
  products = new OrdoroProducts(ordoroClient(server.url));
});

afterEach(() => server.close());

const missing: Answering = (response) => json(response, { error_message: 'not found' }, 404);

/** 404 for the product's own path, the rows for the list. */
const listOnly = (body: unknown): Answering => {
  return (response, { url }) => (url.startsWith('/product/?') ? json(response, body) : json(response, {}, 404));
};

describe('whether Ordoro has a product', () => {
  it('costs one call for an ordinary SKU that is there', async () => {
    server.answer = (response) => json(response, { sku: 'A-1.b_2', name: 'Alpha' });
    expect(await products.exists('A-1.b_2')).toBe(true);
    expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /product/A-1.b_2/']);
  });

  it('costs one call for an ordinary SKU that is not there', async () => {
    server.answer = missing;
    expect(await products.exists('A-1')).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it('needs exactly this SKU, upper and lower case included', async () => {
    server.answer = (response) => json(response, { sku: 'a-1' });
    expect(await products.exists('A-1')).toBe(false);
  });

  it('is looked for in the list as well when the SKU has unusual characters', async () => {
    server.answer = listOnly({ count: 2, products: [{ sku: 'A/1 ü rot' }, { sku: 'A/1 ü' }] });
    expect(await products.exists('A/1 ü')).toBe(true);
    const urls = server.requests.map(({ url }) => url);
    expect(urls[0]).toBe('/product/A%2F1%20%C3%BC/');
    expect([...new URL(urls[1]!, server.url).searchParams]).toEqual([
      ['search', 'A/1 ü'],
      ['limit', '100'],
      ['sort', 'created'],
    ]);
  });

  it('is not in the list when only similar SKUs are', async () => {
    server.answer = listOnly({ count: 2, product: [{ sku: 'A/1x' }, { sku: '' }, {}] });
    expect(await products.exists('A/1')).toBe(false);
  });

  it.each([{}, { sku: '' }, [], 'text'])('is not answered by %j', async (body) => {
    server.answer = (response) => json(response, body);
    await expect(products.exists('A-1')).rejects.toThrow('Ordoro, product A-1: the answer has not the expected form');
  });

  it('is not answered by a list of another form', async () => {
    server.answer = listOnly({ count: 0, results: [] });
    await expect(products.exists('A/1')).rejects.toBeInstanceOf(TransientError);
  });

  it('is not answered by an Ordoro in trouble', async () => {
    server.answer = (response) => json(response, {}, 503);
    await expect(products.exists('A-1')).rejects.toBeInstanceOf(TransientError);
    server.answer = (response) => json(response, {}, 401);
    await expect(products.exists('A-1')).rejects.toBeInstanceOf(CredentialsError);
  });
});
