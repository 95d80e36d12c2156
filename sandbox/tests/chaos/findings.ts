/** What is wrong, as texts; none: nothing. */
export type Findings = readonly string[];
