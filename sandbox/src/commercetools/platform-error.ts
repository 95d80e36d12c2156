/** One entry of `errors` in the platform's error body; `code` decides, the other fields depend on it. */
export interface ErrorEntry {
  readonly code: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** An answer with which the platform refuses a call: HTTP status and body as of its error reference. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly statusCode: number;
  readonly errors: readonly ErrorEntry[];

  constructor(statusCode: number, entry: ErrorEntry) {
    super(entry.message);
    this.statusCode = statusCode;
    this.errors = [entry];
  }
}

/** 400: a value is well-formed JSON, but not allowed here. */
export function invalidInput(message: string): PlatformError {
  return new PlatformError(400, { code: 'InvalidInput', message });
}

/** 400: the action does not fit the state of the resource. */
export function invalidOperation(message: string): PlatformError {
  return new PlatformError(400, { code: 'InvalidOperation', message });
}

/** 400: a field has a value outside its allowed values. */
export function invalidField(field: string, invalidValue: unknown, allowedValues?: readonly unknown[]): PlatformError {
  return new PlatformError(400, {
    code: 'InvalidField',
    message: `The value '${JSON.stringify(invalidValue)}' is not valid for field '${field}'.`,
    field,
    invalidValue,
    ...(allowedValues === undefined ? {} : { allowedValues }),
  });
}

/** 400: a field that must be there is not. */
export function requiredField(field: string): PlatformError {
  return new PlatformError(400, { code: 'RequiredField', message: `A value is required for field ${field}.`, field });
}

/** 400: the body is not the JSON that this endpoint takes. */
export function invalidJson(detailedErrorMessage: string): PlatformError {
  const message = 'Request body does not contain valid JSON.';
  return new PlatformError(400, { code: 'InvalidJsonInput', message, detailedErrorMessage });
}

/** 400: a value that must be unique is already taken. */
export function duplicateField(field: string, duplicateValue: unknown): PlatformError {
  const message = `A duplicate value '${JSON.stringify(duplicateValue)}' exists for field '${field}'.`;
  return new PlatformError(400, { code: 'DuplicateField', message, field, duplicateValue });
}

/** 400: a resource identifier in the body points to nothing. */
export function referenceNotFound(reference: { typeId: string; id?: string; key?: string }): PlatformError {
  const by = reference.id === undefined ? `key '${reference.key}'` : `identifier '${reference.id}'`;
  const message = `The referenced object of type '${reference.typeId}' with ${by} was not found.`;
  return new PlatformError(400, { code: 'ReferencedResourceNotFound', message, ...reference });
}

/** 404: the URL points to nothing. */
export function notFound(what: string): PlatformError {
  return new PlatformError(404, { code: 'ResourceNotFound', message: `The Resource with ${what} was not found.` });
}

/** 409: the version sent is not the version stored. */
export function concurrentModification(id: string, versions: { expected: number; current: number }): PlatformError {
  const { expected, current } = versions;
  return new PlatformError(409, {
    code: 'ConcurrentModification',
    message: `Object ${id} has a different version than expected. Expected: ${expected} - Actual: ${current}.`,
    currentVersion: current,
  });
}
