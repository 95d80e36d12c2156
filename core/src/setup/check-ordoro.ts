import type { OrdoroClient } from '../ordoro/client.ts';
import { CredentialsError, PlatformError, TransientError } from '../problems/errors.ts';
import type { StepResult } from './step.ts';

/** Whether Ordoro accepts the API key; if not, the problem says why as far as Ordoro's answer tells. */
export async function checkOrdoroKey(client: OrdoroClient): Promise<StepResult> {
  try {
    const { body } = await client.read({ path: '/authenticated/', what: 'check of the API key', priority: 'order' });
    return { change: 'checked', problems: answerProblems(body) };
  } catch (error) {
    if (error instanceof PlatformError) return { change: 'failed', problems: [errorText(error)] };
    throw error;
  }
}

/** Source: Ordoro API Documentation, `GET /authenticated/`: `{success}`; nothing says that false always comes as an error. */
function answerProblems(body: unknown): string[] {
  const success = typeof body === 'object' && body !== null && 'success' in body ? body.success : undefined;
  if (success === true) return [];
  return success === false
    ? [wrongKeyText('it answers "not authenticated"')]
    : [
        'What answers at ORDORO_API_URL does not look like Ordoro. Correct ORDORO_API_URL, or remove it to use the default, then deploy again.',
      ];
}

function errorText(error: PlatformError): string {
  if (error.status === 403)
    return `Ordoro knows the API key but does not let it in (${error.message}). The API is part of Ordoro's higher plans: check under Settings > Account Settings that the plan includes it and that the key is active, then deploy again.`;
  if (error instanceof CredentialsError) return wrongKeyText(error.message);
  if (error.status === 429)
    return 'The request limit of the Ordoro account is used up for the moment. Deploy again in a minute; if that does not help, lower the load of other tools on the account.';
  if (error instanceof TransientError) return unreachableText(error.message);
  return `The check of the Ordoro API key failed (${error.message}). Check ORDORO_API_URL, then deploy again.`;
}

function wrongKeyText(cause: string): string {
  return `Ordoro refuses the API key (${cause}). Check ORDORO_CLIENT_ID and ORDORO_CLIENT_SECRET; Ordoro shows both when the key is made under Settings > Account Settings > API Keys. Then deploy again.`;
}

function unreachableText(cause: string): string {
  return `Ordoro cannot be reached (${cause}). Check ORDORO_API_URL and the status of Ordoro, then deploy again.`;
}
