import type { CustomFieldsDraft, Order, OrderFromCartDraft, OrderImportDraft } from '@commercetools/platform-sdk';
import { byRules, type CreationRules, correctCreation } from '../creations.ts';
import { CustomFieldRules } from '../custom-fields.ts';
import type { MockContext, MockRepository, Platform } from '../platform.ts';
import type { Stored } from '../storage.ts';
import type { MutableOrder } from './mutable-order.ts';
import { checkOrderNumber, type Orders } from './orders.ts';

type CartDraft = OrderFromCartDraft & { readonly orderNumber?: string };
type ImportDraft = OrderImportDraft & { readonly orderNumber?: string };

/**
 * Corrects how orders are made: an order number stands only once and is never invented, draft states, custom lines and
 * inventory mode are kept, stock is taken and the message goes out.
 */
export function correctOrderCreation(platform: Platform, orders: Orders): void {
  correctCreation<CartDraft>(platform, 'order', {
    check: (draft) => checkOrderNumber(platform, draft),
    complete: (created, draft) => completeFromCart(platform, created as unknown as MutableOrder, draft),
    report: (stored, clientId) => orders.created(stored as unknown as Order, 'OrderCreated', clientId),
  });
  correctImport(platform, {
    check: (draft) => {
      checkOrderNumber(platform, draft);
      new CustomFieldRules(platform.storage, 'order').create(draft.custom as CustomFieldsDraft | undefined);
    },
    complete: (created, draft) => completeImport(created as unknown as MutableOrder, draft),
    report: (stored, clientId) => orders.created(stored as unknown as Order, 'OrderImported', clientId),
  });
}

function completeFromCart(platform: Platform, order: MutableOrder, draft: CartDraft): void {
  const cartId = draft.cart?.id ?? '';
  const cart = platform.storage.read('cart', cartId);
  if (draft.orderNumber === undefined) delete order.orderNumber;
  Object.assign(order, {
    customLineItems: cart?.customLineItems ?? [],
    inventoryMode: cart?.inventoryMode ?? 'None',
    ...states(draft),
  });
}

function completeImport(order: MutableOrder, draft: ImportDraft): void {
  Object.assign(order, {
    country: draft.country,
    inventoryMode: draft.inventoryMode ?? 'None',
    ...states(draft),
    ...(order.shippingInfo === undefined && draft.shippingInfo !== undefined
      ? { shippingInfo: { shippingMethodState: 'MatchesCart', deliveries: [], ...draft.shippingInfo } }
      : {}),
  });
}

function states(draft: CartDraft | ImportDraft): object {
  const { orderState, paymentState, shipmentState } = draft;
  const given = Object.entries({ orderState, paymentState, shipmentState });
  return Object.fromEntries(given.filter(([, state]) => state !== undefined));
}

interface ImportRepository extends MockRepository {
  import(context: MockContext, draft: ImportDraft): Promise<Stored>;
}

function correctImport(platform: Platform, rules: CreationRules<ImportDraft>): void {
  const repository = platform.repository('order') as ImportRepository;
  const ofMock = repository.import.bind(repository);
  repository.import = (context, draft) =>
    byRules(platform, { typeId: 'order', context, draft, rules, create: () => ofMock(context, draft) });
}
