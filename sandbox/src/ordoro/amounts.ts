/** An amount the way Ordoro stores it: a decimal with at most four digits. */
export function rounded(amount: number): number {
  return Number(amount.toFixed(4));
}
