/** One parameter of the description. */
export interface ParameterDescription {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required?: boolean;
  readonly schema: ParameterSchema;
}

interface ParameterSchema {
  readonly type: string;
  readonly items?: ParameterSchema;
  readonly default?: unknown;
}

/**
 * The parameters of a query as typed values, defaults filled in. Arrays repeat their name. Text that is no value of the
 * described type, a repeated single parameter and unknown names are kept as they came, so that the check refuses them.
 */
export function readQuery(query: string, described: readonly ParameterDescription[]): Record<string, unknown> {
  const sent = new URLSearchParams(query);
  const values: Record<string, unknown> = {};
  for (const { name, schema } of described) if (schema.default !== undefined) values[name] = schema.default;
  for (const name of new Set(sent.keys())) {
    values[name] = parameterValue(sent.getAll(name), described.find((parameter) => parameter.name === name)?.schema);
  }
  return values;
}

function parameterValue(texts: readonly string[], schema: ParameterSchema | undefined): unknown {
  if (schema?.type === 'array') return texts.map((text) => scalar(text, schema.items?.type));
  return texts.length === 1 ? scalar(texts[0] ?? '', schema?.type) : texts;
}

function scalar(text: string, type: string | undefined): unknown {
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
