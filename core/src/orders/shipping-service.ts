import type { ShippingInfo } from '@commercetools/platform-sdk';
import type { ShippingServiceMapping } from '../config/merchant-config.ts';
import type { Issue } from '../problems/issue.ts';

/** What Ordoro is asked for one part of an order. */
export interface RequestedService {
  /** Text of `shipping_type`; absent: the order has no shipping method and policy lets it pass. */
  readonly service?: string;
  readonly presetId?: number | undefined;
  readonly warehouseId?: number | undefined;
  readonly tags: readonly string[];
}

/** The rules by which a shipping method becomes a service. */
export interface ShippingRules {
  /** Absent: the merchant maps nothing, every method passes by its name. */
  readonly mappings: readonly ShippingServiceMapping[] | undefined;
  readonly policy: 'hold' | 'pass';
  /** Shipping method ids to keys. */
  readonly methodKeys: ReadonlyMap<string, string>;
}

/** The service for a part's shipping method, or the issue that holds the order. */
export function requestedService(info: ShippingInfo | undefined, rules: ShippingRules): RequestedService | Issue {
  if (info === undefined)
    return rules.policy === 'pass'
      ? { tags: [] }
      : { code: 'missing-shipping-method', detail: 'the order has no shipping method' };
  const name = info.shippingMethodName;
  if (rules.mappings === undefined) return { service: name, tags: [] };
  const key = info.shippingMethod === undefined ? undefined : rules.methodKeys.get(info.shippingMethod.id);
  const mapping =
    rules.mappings.find(({ method }) => method === key) ?? rules.mappings.find(({ method }) => method === name);
  if (mapping !== undefined)
    return {
      service: mapping.service,
      presetId: mapping.presetId,
      warehouseId: mapping.warehouseId,
      tags: mapping.tags ?? [],
    };
  return rules.policy === 'pass' ? { service: name, tags: [] } : { code: 'unsupported-shipping-service', detail: name };
}

/** Tells an issue from a service. */
export function isIssue(result: RequestedService | Issue): result is Issue {
  return 'code' in result;
}
