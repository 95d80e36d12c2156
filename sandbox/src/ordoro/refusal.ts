/** An answer other than success, with Ordoro's error body. Which statuses Ordoro really uses is not documented. */
export class Refusal extends Error {
  readonly status: number;
  /** The field at fault, when there is one. */
  readonly param: string | null;

  constructor(status: number, message: string, param: string | null = null) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.param = param;
  }
}

/** Ordoro's prose names the field `param`, its schema `params`: the stand-in sends both. */
export interface ErrorBody {
  readonly error_message: string;
  readonly param: string | null;
  readonly params: string | null;
}

/** The body of an error answer. */
export function errorBody(message: string, param: string | null = null): ErrorBody {
  return { error_message: message, param, params: param };
}

/** A refusal because the thing does not exist. */
export function notFound(what: string): Refusal {
  return new Refusal(404, `${what} was not found.`);
}
