/** A platform model whose fields may be written, at every depth. The SDK's models are read-only. */
export type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends ReadonlyArray<infer Element>
    ? Mutable<Element>[]
    : T extends object
      ? { -readonly [Field in keyof T]: Mutable<T[Field]> }
      : T;
