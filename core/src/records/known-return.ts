/** One line of a return in Ordoro. Quantities are cumulative. */
export interface KnownReturnLine {
  /** Id of the line of the original Ordoro order. */
  readonly lineId?: number;
  readonly sku?: string;
  readonly received: number;
  readonly restocked: number;
}

/** A return as Ordoro last showed it. */
export interface KnownReturn {
  readonly reference: string;
  /** Number of the Ordoro order that the goods were sent with. */
  readonly orderNumber: string;
  readonly lines: readonly KnownReturnLine[];
  /** Ordoro's `updated_date` when something of this was last news: an older reading says nothing any more. */
  readonly seenAt?: string;
}
