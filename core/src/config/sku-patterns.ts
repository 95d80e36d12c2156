/**
 * Whether a SKU fits a pattern: `*` stands for any run of characters, also none, `?` for exactly one, everything else for itself;
 * upper and lower case matter. A character is a Unicode code point. It needs at most pattern length times SKU length steps:
 * only the last `*` is ever moved, so no pattern that a merchant writes can slow the connector down.
 */
export function skuPatternMatches(pattern: string, sku: string): boolean {
  const wanted = [...pattern];
  const given = [...sku];
  let at = 0;
  // Where to go on when the characters after the last star do not fit: one character later in the SKU.
  let afterStar = -1;
  let resume = 0;
  for (let read = 0; read < given.length; ) {
    if (wanted[at] === '*') {
      at += 1;
      afterStar = at;
      resume = read;
    } else if (wanted[at] === '?' || wanted[at] === given[read]) {
      at += 1;
      read += 1;
    } else if (afterStar >= 0) {
      at = afterStar;
      resume += 1;
      read = resume;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every((character) => character === '*');
}
