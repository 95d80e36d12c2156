/** An audit is made again this long after the last one was through. */
const DAY_MS = 24 * 60 * 60_000;

/** An audit that failed is taken up again after this time: it reads everything, so not in every run. */
const RETRY_MS = 30 * 60_000;

/** What a pass has seen is too old to go on from after this time: it begins anew. */
const MAX_PASS_MS = 12 * 60 * 60_000;

/** Where one audit stands. Times are ISO 8601, UTC. */
export interface AuditStanding {
  /** When it was through the last time. */
  readonly lastCompletedAt?: string;
  /** When the last turn failed; absent when it did not. */
  readonly failedAt?: string;
  /** The pass that is under way. */
  readonly pass?: { readonly startedAt: string; readonly progress: unknown };
  /** What the last whole pass left for the next one to remember. */
  readonly memory?: unknown;
}

/** Cursor of the task `reconcile`. */
export interface ReconcileCursor {
  /** When every audit had been through; absent before that. ISO 8601, UTC. */
  readonly lastCompletedAt?: string;
  readonly audits: Readonly<Record<string, AuditStanding>>;
}

/** Whether the audit has work now. @param now epoch milliseconds */
export function isAuditDue({ pass, failedAt, lastCompletedAt }: AuditStanding, now: number): boolean {
  if (failedAt !== undefined) return now - Date.parse(failedAt) >= RETRY_MS;
  return pass !== undefined || lastCompletedAt === undefined || now - Date.parse(lastCompletedAt) >= DAY_MS;
}

/** The pass to go on with: the one under way unless it is too old, else a new one. @param now epoch milliseconds */
export function passToWork({ pass }: AuditStanding, now: number): { startedAt: string; progress: unknown } {
  if (pass !== undefined && now - Date.parse(pass.startedAt) < MAX_PASS_MS) return pass;
  return { startedAt: new Date(now).toISOString(), progress: undefined };
}

/** The cursor with a new standing of one audit. @param names all audits there are */
export function withStanding(
  cursor: ReconcileCursor,
  change: { readonly name: string; readonly standing: AuditStanding },
  names: readonly string[],
): ReconcileCursor {
  const audits = { ...cursor.audits, [change.name]: change.standing };
  const completed = names.map((name) => audits[name]?.lastCompletedAt);
  const known = completed.filter((time): time is string => time !== undefined).sort();
  const [earliest] = known;
  return earliest === undefined || known.length < completed.length ? { audits } : { lastCompletedAt: earliest, audits };
}
