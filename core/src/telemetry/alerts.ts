import type { Clock } from '../clock.ts';
import { messageOf } from '../problems/errors.ts';
import type { AlertMarks } from './alert-marks.ts';
import { cutText } from './bounded.ts';
import type { Logger } from './logger.ts';
import { safeText } from './secrets.ts';

/** What is posted to `ALERT_WEBHOOK_URL`; Slack and everything that understands its incoming webhooks takes it. */
export interface AlertBody {
  readonly text: string;
}

/** Sends one alert; rejects when it did not arrive. */
export type PostAlert = (url: string, body: AlertBody) => Promise<void>;

/** Tells people about trouble that needs them. */
export interface Alerts {
  /**
   * Reports trouble, at most once an hour for each subject by all instances together, whether or not it arrived. Never rejects: an
   * alert that could not be sent is logged. The text is for people outside the project: no personal data.
   * @param lasting the trouble is found again and again until somebody ends it: once a day is enough
   * @returns whether this report told people; false when the subject is quiet still, or the alert did not arrive
   */
  raise(subject: string, text: string, lasting?: 'lasting'): Promise<boolean>;
  /** The trouble is over: should it come back, it is reported at once. Never rejects. */
  clear(subject: string): Promise<void>;
}

/** What alerts are made of. */
export interface AlertsOptions {
  /** Absent: alerts are only logged. */
  readonly webhookUrl?: string | undefined;
  readonly post: PostAlert;
  /** What other instances have reported. */
  readonly marks: Pick<AlertMarks, 'claim' | 'release'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const QUIET_MS = 60 * 60 * 1000;
const LASTING_QUIET_MS = 24 * QUIET_MS;

/** So long this process does not even ask whether a subject was reported; should its trouble end and come back, it is soon heard of. */
const ASK_AGAIN_MS = 10 * 60 * 1000;
const MAX_TEXT_LENGTH = 3000;

/** Alerts of this process. What it has reported itself it remembers; what others have, only where there is a webhook to spare. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { webhookUrl, post, marks, clock, logger } = options;
  const quietUntil = new Map<string, number>();

  const isDue = (subject: string, quietMs: number): boolean => {
    const now = clock();
    for (const [other, until] of quietUntil) if (until <= now) quietUntil.delete(other);
    if (quietUntil.has(subject)) return false;
    // Marked before the post, so that two reports at the same moment become one alert.
    quietUntil.set(subject, now + quietMs);
    return true;
  };

  return {
    async raise(subject, text, lasting) {
      const quietMs = lasting === undefined ? QUIET_MS : LASTING_QUIET_MS;
      if (!isDue(subject, webhookUrl === undefined ? quietMs : ASK_AGAIN_MS)) return false;
      logger.warn('Alert raised.', { subject, text });
      if (webhookUrl === undefined) return true;
      const now = clock();
      const until = now + quietMs;
      try {
        const claim = await marks.claim(subject, { now, until });
        if (claim === 'taken') return false;
        // Better twice, by two processes, than never.
        if (claim === 'unknown') quietUntil.set(subject, until);
        await post(webhookUrl, { text: alertText(subject, text, webhookUrl) });
        return true;
      } catch (error) {
        // The address of an incoming webhook is a credential.
        const reason = safeText(messageOf(error), [webhookUrl]);
        logger.error('The alert could not be sent to ALERT_WEBHOOK_URL.', { subject, reason });
        return false;
      }
    },
    async clear(subject) {
      quietUntil.delete(subject);
      if (webhookUrl === undefined) return;
      try {
        await marks.release(subject, clock());
      } catch (error) {
        logger.warn('The mark of an alert could not be taken back; it ends by itself.', { subject, error });
      }
    },
  };
}

/** Slack reads `<…>` as links and mentions: vendors' texts must not notify a channel. */
function alertText(subject: string, text: string, webhookUrl: string): string {
  const plain = cutText(safeText(`${subject}: ${text}`, [webhookUrl]), MAX_TEXT_LENGTH);
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
