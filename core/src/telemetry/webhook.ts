import axios from 'axios';
import type { AlertBody } from './alerts.ts';

/** Longest wait for the webhook, in milliseconds: alerts must not hold up the work they report on. */
const TIMEOUT_MS = 3000;

/**
 * Posts an alert to an incoming webhook, within `timeoutMs` in all.
 * @throws Error when there was no 2xx answer; its message never holds the address, which is a credential.
 */
export async function postWebhook(url: string, body: AlertBody, timeoutMs: number = TIMEOUT_MS): Promise<void> {
  const status = await statusOf(url, body, timeoutMs);
  if (status < 200 || status > 299) throw new Error(`The webhook answered with status ${status}.`);
}

async function statusOf(url: string, body: AlertBody, timeoutMs: number): Promise<number> {
  try {
    const answer = await axios.post<unknown>(url, body, {
      // The timeout starts anew with every byte; the signal ends the whole call.
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      maxRedirects: 0,
      maxContentLength: 64 * 1024,
      responseType: 'text',
      validateStatus: () => true,
    });
    return answer.status;
  } catch (error) {
    const code = axios.isAxiosError(error) && error.code !== undefined ? error.code : 'no answer';
    // Without a cause: the client's error carries address and body.
    throw new Error(`The webhook could not be reached (${code}).`);
  }
}
