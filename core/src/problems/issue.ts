import type { IssueCode } from './catalogue.ts';

/** One problem of one order: a code of the catalogue and what exactly it is about, e.g. the SKU. Shown as `code: detail`. */
export interface Issue {
  readonly code: IssueCode;
  /** Names the thing to act on: a SKU, an address part, a shipping method. Never personal data. */
  readonly detail: string;
}

/** Longest text of one issue on an order field; longer details are cut with an ellipsis. */
export const MAX_ISSUE_LENGTH = 200;

/** The form an issue takes in `ordoroIssues`, e.g. `unmapped-sku: ABC-1`. */
export function issueText(issue: Issue): string {
  const text = issue.detail === '' ? issue.code : `${issue.code}: ${issue.detail}`;
  const characters = [...text];
  return characters.length <= MAX_ISSUE_LENGTH ? text : `${characters.slice(0, MAX_ISSUE_LENGTH - 1).join('')}…`;
}
