import type { z } from 'zod';

/** More would not help whoever corrects the object. */
const MAX_MISTAKES = 5;

/** What is wrong with an object, in words: where (entries counted from 1) and what is allowed there. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const texts = issues.slice(0, MAX_MISTAKES).map((issue) => {
    const place = issue.path.map((step) => (typeof step === 'number' ? `entry ${step + 1}` : String(step))).join(', ');
    return place === '' ? `it ${issue.message}` : `${place} ${issue.message}`;
  });
  const more = issues.length - texts.length;
  return texts.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
