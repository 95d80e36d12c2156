/** One deployment variable that cannot be used. */
export interface ConfigurationProblem {
  readonly key: string;
  /** Goes on after the key, e.g. `is "600"; allowed: a whole number from 1 to 500`. Never holds the value of a secured key. */
  readonly message: string;
}

/** The app cannot start. The message lists every bad variable, one line each, ready for the log and for the operator. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ key, message }) => `- ${key} ${message}`);
    super(['The configuration cannot be used. Correct these variables and deploy again:', ...lines].join('\n'));
    this.problems = problems;
  }
}
