import { isObject } from './compare.ts';

/** Finds the resource a reference points to; undefined when it is gone. */
export type Resolve = (reference: { typeId: string; id?: string; key?: string }) => object | undefined;

/**
 * Puts the referenced resource under `obj` for each expansion path, for example `discountCodes[*].discountCode`,
 * `lineItems[0].supplyChannel` or `shippingInfo.shippingMethod`. A reference that points to nothing stays as it is,
 * an unknown path is ignored. Changes `resource`.
 * Source: https://docs.commercetools.com/api/general-concepts#reference-expansion
 */
export function expandReferences(resource: object, paths: readonly string[], resolve: Resolve): void {
  for (const path of paths) follow(resource, path.replaceAll('[', '.[').split('.'), resolve);
}

function follow(value: unknown, steps: readonly string[], resolve: Resolve): void {
  const target = isReference(value) ? expanded(value, resolve) : value;
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (step === '[*]') {
    if (Array.isArray(target)) for (const element of target) follow(element, rest, resolve);
  } else if (step.startsWith('[')) {
    if (Array.isArray(target)) follow(target[Number(step.slice(1, -1))], rest, resolve);
  } else if (isObject(target)) {
    follow(target[step], rest, resolve);
  }
}

interface Reference extends Record<string, unknown> {
  readonly typeId: string;
  readonly id?: string;
  readonly key?: string;
  obj?: object;
}

function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value.typeId === 'string' && ('id' in value || 'key' in value);
}

function expanded(reference: Reference, resolve: Resolve): object | undefined {
  reference.obj ??= resolve({ typeId: reference.typeId, id: reference.id, key: reference.key });
  if (reference.obj === undefined) delete reference.obj;
  return reference.obj;
}
