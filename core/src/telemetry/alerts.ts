import type { Clock } from '../clock.ts';
import { messageOf } from '../problems/errors.ts';
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
   * Reports trouble, at most once an hour for each subject in this process, whether or not it arrived. Never rejects: an
   * alert that could not be sent is logged. The text is for people outside the project: no personal data.
   */
  raise(subject: string, text: string): Promise<void>;
  /** The trouble is over: should it come back, it is reported at once. */
  clear(subject: string): void;
}

/** What alerts are made of. */
export interface AlertsOptions {
  /** Absent: alerts are only logged. */
  readonly webhookUrl?: string | undefined;
  readonly post: PostAlert;
  readonly clock: Clock;
  readonly logger: Logger;
}

const QUIET_MS = 60 * 60 * 1000;
const MAX_TEXT_LENGTH = 3000;

/** Alerts for this process; how often each subject was reported is kept in memory only. */
export function createAlerts(options: AlertsOptions): Alerts {
  const { webhookUrl, post, clock, logger } = options;
  const quietUntil = new Map<string, number>();

  const isDue = (subject: string): boolean => {
    const now = clock();
    for (const [other, until] of quietUntil) if (until <= now) quietUntil.delete(other);
    if (quietUntil.has(subject)) return false;
    // Marked before the post, so that two reports at the same moment become one alert.
    quietUntil.set(subject, now + QUIET_MS);
    return true;
  };

  return {
    async raise(subject, text) {
      if (!isDue(subject)) return;
      logger.warn('Alert raised.', { subject, text });
      if (webhookUrl === undefined) return;
      try {
        await post(webhookUrl, { text: alertText(subject, text, webhookUrl) });
      } catch (error) {
        // The address of an incoming webhook is a credential.
        const reason = safeText(messageOf(error), [webhookUrl]);
        logger.error('The alert could not be sent to ALERT_WEBHOOK_URL.', { subject, reason });
      }
    },
    clear(subject) {
      quietUntil.delete(subject);
    },
  };
}

/** Slack reads `<…>` as links and mentions: vendors' texts must not notify a channel. */
function alertText(subject: string, text: string, webhookUrl: string): string {
  const plain = cutText(safeText(`${subject}: ${text}`, [webhookUrl]), MAX_TEXT_LENGTH);
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
