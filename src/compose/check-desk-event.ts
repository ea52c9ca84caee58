import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { Clock } from '../core/clock.ts';
import { type SignatureVerdict, verifySignature } from '../desk/hyperchat/authenticity.ts';
import type { DeskRequest, DeskVerdict } from '../http/desk-webhook.ts';
import type { Store } from '../store/schema.ts';
import type { DeskApp } from './desk-apps.ts';
import { type DeskSecret, dropReplaced, noteUse, readSecrets } from './desk-secrets.ts';

export interface CheckParts {
  apps: ReadonlyMap<string, DeskApp>;
  configOf(environment: string): EnvironmentConfig;
  store: Store;
  clock: Clock;
}

/** What an operator has to do when the secret of a webhook is not known. */
export const SAVE_AGAIN =
  'save the webhook in Case Management again (run "smooch-connector webhooks arm" first when another one is known): the secret of one that was saved before this connector, or before its data folder was lost, cannot be read back';

/** When a secret was last used is kept this exactly. */
const USE_NOTED_EVERY_MS = 60_000;

/**
 * Creates the check of a desk event against every environment with its `chat.appId`. Each has its own say in how it is
 * signed, and the event then counts only where it fits: one that is believed in a place of trials speaks to nobody else.
 */
export function createDeskCheck(parts: CheckParts): (request: DeskRequest) => Promise<DeskVerdict> {
  const { apps, configOf, store } = parts;
  const noteUseNow = createUseNotes(parts);
  const isOnAnywhere = [...apps.values()].some(({ enabled }) => enabled);

  return async (request) => {
    const app = apps.get(request.appId);
    if (!isOnAnywhere || app?.enabled === false) return { verdict: 'ignored' };
    if (app === undefined) return { verdict: 'forged', advice: 'its appId is not chat.appId of any environment' };
    const known = await readSecrets(store, app.appId);
    const verdicts = new Map(app.environments.map((one) => [one.name, judge(one, known, request)]));
    const environments = [...verdicts].filter(([, { verdict }]) => verdict === 'genuine').map(([name]) => name);
    const [first] = verdicts.values();
    if (environments.length === 0 && first?.verdict === 'forged') return { verdict: 'forged', advice: adviceOf(first) };
    await noteUseNow(known, [...verdicts.values()]);
    return {
      verdict: 'genuine',
      environments,
      accepts: (name) => {
        const config = configOf(name);
        if (!config.chat.enabled || config.chat.appId !== app.appId) return 'ignored';
        return (verdicts.get(name) ?? judge(config, known, request)).verdict === 'genuine' ? 'genuine' : 'forged';
      },
    };
  };
}

type Judged = SignatureVerdict | { verdict: 'genuine'; secret?: undefined };
type Forged = Extract<SignatureVerdict, { verdict: 'forged' }> & { configured?: string };

function judge({ chat }: EnvironmentConfig, known: readonly DeskSecret[], request: DeskRequest): Judged | Forged {
  if (chat.webhook_verification === 'off') return { verdict: 'genuine' };
  const { webhook_secrets: pinned, signature_over: over } = chat;
  const secrets = pinned.length > 0 ? pinned : known.map(({ secret }) => secret);
  const checked = verifySignature({
    raw: request.raw,
    content: request.content,
    header: request.signature,
    secrets,
    over,
  });
  return checked.verdict === 'forged' ? { ...checked, configured: over } : checked;
}

function adviceOf({ wouldMatch, reason, configured }: Forged): string {
  if (wouldMatch !== undefined) return `its signature fits chat.signature_over: ${wouldMatch}, not ${configured}`;
  return `its X-Hook-Signature does not fit (${reason}); ${SAVE_AGAIN}`;
}

/** A secret that is used for the first time makes those it replaces stop counting; the others are noted now and then. */
function createUseNotes({ store, clock }: CheckParts) {
  const notedAt = new Map<string, number>();
  return async (known: readonly DeskSecret[], verdicts: readonly Judged[]): Promise<void> => {
    const now = clock.now();
    for (const one of known.filter(({ secret }) =>
      verdicts.some((judged) => 'secret' in judged && judged.secret === secret),
    )) {
      if (one.replaces.length > 0) await store.exclusively('handshake', () => dropReplaced(store, one));
      const id = `${one.appId}:${one.hash}`;
      if (Math.abs(now - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY)) < USE_NOTED_EVERY_MS) continue;
      notedAt.set(id, now);
      // A disk that is full loses nothing by this.
      await noteUse(store, one, now).catch(() => {});
    }
  };
}
