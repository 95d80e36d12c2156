/** What one run of the job did. */
export interface JobRun {
  /** Each task in words. */
  readonly text: string;
  /** How many items a task touched, by its name. */
  readonly touched: Readonly<Record<string, number>>;
  /** What tasks have to say, by their name. */
  readonly messages: Readonly<Record<string, string>>;
}

/** Runs the job as the schedule does. Rejects when it does not answer as it should. */
export async function runJob(url: string): Promise<JobRun> {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) throw new Error(`the job answered ${response.status}: ${await response.text()}`);
  const { tasks } = (await response.json()) as {
    tasks: { name: string; status: string; examined: number; changed: number; message?: string }[];
  };
  return {
    text: tasks
      .map(({ name, status, examined, changed }) => `${name} ${status}, ${examined} examined, ${changed} touched`)
      .join('; '),
    messages: Object.fromEntries(
      tasks.flatMap(({ name, message }) => (message === undefined ? [] : [[name, message]])),
    ),
    touched: Object.fromEntries(tasks.map(({ name, changed }) => [name, changed])),
  };
}
