import { NotFoundError, TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { type OrdoroSalesChannel, readPage, readSalesChannel } from './readers.ts';

/** The kind of channel an integration creates. Source: Ordoro API Documentation 1.0, `POST /cart/`. */
const VENDOR = 'custom_integration';

/** Rows per list page, the most Ordoro gives. */
const PAGE_SIZE = 100;

/** Sales channels ("carts") of the Ordoro account. */
export class OrdoroSalesChannels {
  readonly #client: OrdoroClient;

  constructor(client: OrdoroClient) {
    this.#client = client;
  }

  /**
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @returns undefined when Ordoro answers 404
   * @throws PlatformError
   */
  async get(id: number, endBy = Number.POSITIVE_INFINITY): Promise<OrdoroSalesChannel | undefined> {
    try {
      const { body } = await this.#client.read({
        path: `/cart/${id}/`,
        what: `sales channel ${id}`,
        priority: 'order',
        endBy,
      });
      return readable(readSalesChannel(body), `sales channel ${id}`);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** The oldest channel of our kind with exactly this name, archived ones left out. Reads every page. @throws PlatformError */
  async findByName(name: string): Promise<OrdoroSalesChannel | undefined> {
    const found: OrdoroSalesChannel[] = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const { body } = await this.#client.read({
        path: '/cart/',
        query: { limit: PAGE_SIZE, offset },
        what: 'sales channels',
        priority: 'order',
      });
      const page = readable(readPage(body, ['cart', 'carts']), 'the list of sales channels');
      for (const row of page.rows) {
        const channel = readSalesChannel(row);
        if (channel?.name === name && channel.vendor === VENDOR && !channel.archived) found.push(channel);
      }
      if (page.rows.length < PAGE_SIZE || offset + PAGE_SIZE >= page.count) break;
    }
    return found.sort((a, b) => a.id - b.id)[0];
  }

  /**
   * Finds the channel or creates it. After an unclear answer the list is read again, because a repeated POST would make a
   * second channel.
   * @throws PlatformError when it was not there and could not be created
   */
  async ensure(name: string): Promise<OrdoroSalesChannel> {
    const existing = await this.findByName(name);
    if (existing !== undefined) return existing;
    const result = await this.#client.send({
      method: 'POST',
      path: '/cart/',
      body: { type: VENDOR, name },
      what: `new sales channel ${name}`,
      priority: 'order',
    });
    const created = result.kind === 'answer' ? readSalesChannel(result.body) : undefined;
    const channel = created ?? (await this.findByName(name));
    if (channel !== undefined) return channel;
    if (result.kind === 'error') throw result.error;
    throw new TransientError(`Ordoro did not confirm the new sales channel "${name}"`, { platform: 'ordoro' });
  }
}

function readable<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new TransientError(`Ordoro, ${what}: the answer has not the expected form`, { platform: 'ordoro' });
}
