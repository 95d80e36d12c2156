interface Rule {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

const CUSTOM_OBJECTS = ['key_value_documents', 'orders', 'products', 'customers'];

/** Which scopes open which resource; one is enough. Source: https://docs.commercetools.com/api/scopes */
const RULES: Readonly<Record<string, Rule>> = {
  orders: { read: ['view_orders', 'manage_orders'], write: ['manage_orders'] },
  'custom-objects': {
    read: CUSTOM_OBJECTS.flatMap((name) => [`view_${name}`, `manage_${name}`]),
    write: CUSTOM_OBJECTS.map((name) => `manage_${name}`),
  },
  types: { read: ['view_types', 'manage_types'], write: ['manage_types'] },
  subscriptions: { read: ['manage_subscriptions'], write: ['manage_subscriptions'] },
  channels: { read: ['view_channels', 'manage_channels'], write: ['manage_channels'] },
  states: { read: ['view_states', 'manage_states'], write: ['manage_states'] },
  inventory: { read: ['view_products', 'manage_products'], write: ['manage_products'] },
  messages: { read: ['view_messages'], write: [] },
};

/** A call as the scope rules see it: `resource` is the path segment after the project key. */
export interface ScopedCall {
  readonly method: string;
  readonly resource: string;
  readonly projectKey: string;
}

/** The scopes of which one is missing for the call; undefined when the call is allowed. Other resources are open. */
export function missingScopes(call: ScopedCall, granted: readonly string[]): readonly string[] | undefined {
  const rule = Object.hasOwn(RULES, call.resource) ? RULES[call.resource] : undefined;
  if (rule === undefined) return undefined;
  const names = call.method === 'GET' || call.method === 'HEAD' ? rule.read : rule.write;
  const needed = ['manage_project', ...names].map((name) => `${name}:${call.projectKey}`);
  return needed.some((scope) => granted.includes(scope)) ? undefined : needed;
}
