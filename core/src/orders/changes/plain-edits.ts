import type { OrderUpdate } from '../../ordoro/order-edits.ts';
import type { OrdoroAddress } from '../../ordoro/readers.ts';
import type { OrdoroAddressDraft, OrdoroOrderDraft } from '../../ordoro/wire.ts';
import type { FamilyOrder } from './family.ts';
import { ADDRESS_PARTS, draftValue, looseHash, type PlainField } from './field-values.ts';
import type { EditPurpose, OrdoroEdit } from './ordoro-edit.ts';
import type { PartContent } from './part-content.ts';
import type { PlainVerdict } from './plain-fields.ts';

const SHIPPING: readonly PlainField[] = ['shipping address', 'email', 'phone'];
const BILLING: readonly PlainField[] = ['billing address', 'billing email', 'billing phone'];
const ORDER: readonly PlainField[] = ['customer notes', 'internal notes', 'dates'];

/** The writes that give one part's Ordoro orders the fields they still need: one for each of Ordoro's own forms. */
export function plainEdits(
  part: PartContent,
  verdicts: readonly PlainVerdict[],
  family: readonly FamilyOrder[],
): OrdoroEdit[] {
  const { draft } = part;
  if (draft === undefined) return [];
  return family.flatMap((order): OrdoroEdit[] => {
    const { number } = order.known;
    const fields = verdicts.filter(({ edits }) => edits.includes(number)).map(({ field }) => field);
    const among = (group: readonly PlainField[]) => group.filter((field) => fields.includes(field));
    const [shipping, billing, notes] = [among(SHIPPING), among(BILLING), among(ORDER)];
    const purpose = (taken: readonly PlainField[]) => ({ for: purposeOf(part, draft, taken) });
    const edits: OrdoroEdit[] = [];
    if (shipping.length > 0)
      edits.push({
        kind: 'shipping_address',
        number,
        address: {
          ...keptParts(order.row?.content.shippingAddress),
          ...changedParts(draft.shipping_address, {
            address: shipping.includes('shipping address'),
            email: shipping.includes('email'),
            phone: shipping.includes('phone'),
          }),
        },
        ...purpose(shipping),
      });
    if (billing.length > 0)
      edits.push({
        kind: 'billing_address',
        number,
        address: {
          ...keptParts(order.row?.content.billingAddress),
          ...changedParts(draft.billing_address, {
            address: billing.includes('billing address'),
            email: billing.includes('billing email'),
            phone: billing.includes('billing phone'),
          }),
        },
        ...purpose(billing),
      });
    if (notes.length > 0) edits.push({ kind: 'order', number, update: orderUpdate(draft, notes), ...purpose(notes) });
    if (fields.includes('amounts')) edits.push(amountsEdit(order, draft, purpose(['amounts'])));
    return edits;
  });
}

function purposeOf(part: PartContent, draft: OrdoroOrderDraft, fields: readonly PlainField[]): EditPurpose {
  return {
    part: part.record.number,
    fields: fields.map((field) => ({
      field,
      ours: part.fields.get(field)?.ours ?? '',
      value: looseHash(field, draftValue(field, draft)),
    })),
  };
}

/** What Ordoro has is sent along, because it is UNPROVEN that parts which are left out stay as they are. */
function keptParts(address: OrdoroAddress | undefined): OrdoroAddressDraft {
  if (address === undefined) return {};
  const names = [...ADDRESS_PARTS, 'email', 'phone'] as const;
  return Object.fromEntries(names.flatMap((name) => (address[name] === undefined ? [] : [[name, address[name]]])));
}

/** An empty text clears a part that is not there any more. */
function changedParts(
  address: OrdoroAddressDraft,
  changed: { readonly address: boolean; readonly email: boolean; readonly phone: boolean },
): OrdoroAddressDraft {
  return {
    ...(changed.address ? Object.fromEntries(ADDRESS_PARTS.map((part) => [part, address[part] ?? ''])) : {}),
    ...(changed.email ? { email: address.email ?? '' } : {}),
    ...(changed.phone ? { phone: address.phone ?? '' } : {}),
  };
}

function orderUpdate(draft: OrdoroOrderDraft, fields: readonly PlainField[]): OrderUpdate {
  return {
    ...(fields.includes('customer notes') ? { notes_from_customer: draft.notes_from_customer ?? '' } : {}),
    ...(fields.includes('internal notes') ? { internal_notes: draft.internal_notes } : {}),
    ...(fields.includes('dates')
      ? { ship_by_date: draft.ship_by_date ?? null, deliver_by_date: draft.deliver_by_date ?? null }
      : {}),
  };
}

function amountsEdit(
  { known, row }: FamilyOrder,
  draft: OrdoroOrderDraft,
  purpose: { readonly for: EditPurpose },
): OrdoroEdit {
  const { product_amount, shipping_amount, tax_amount, discount_amount, grand_total } = draft;
  return {
    kind: 'financial',
    number: known.number,
    amounts: { product_amount, shipping_amount, tax_amount, discount_amount, grand_total },
    // Not ours: it stays as it is.
    creditCardIssuer: row?.content.financial?.credit_card_issuer ?? null,
    ...purpose,
  };
}
