import type { JournalEntry } from '../../sandbox/control/journal.ts';
import type { ConfFiles } from '../support/conf-folder.ts';
import { APP_ID, SMOOCH_KEY, type StandOptions } from '../support/stand.ts';
import { startWebhookStand, type WebhookStand } from '../support/webhook-stand.ts';

/** A second key of the same app, for the environment `development`. */
export const DEVELOPMENT_KEY = { id: 'app_key_of_development', secret: 'smooch-secret-of-development' };

/** ExtraInfo with the key pairs of two environments. */
export const twoKeyPairs = {
  smooch: {
    app_tokens: {
      production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }],
      development: [{ key: DEVELOPMENT_KEY.id, secret: DEVELOPMENT_KEY.secret }],
    },
  },
};

export interface EnvironmentStandOptions extends Omit<StandOptions, 'conf'> {
  /** `custom/environments.yaml`. */
  rules?: Record<string, { type: string; regex: string }>;
  /** Files beside those of the stand: `development/smooch.yaml`. */
  files?: ConfFiles;
}

/** A stand whose Smooch takes the keys of two environments; `dev.example.com` is one of development. */
export async function startEnvironmentStand(options: EnvironmentStandOptions = {}): Promise<WebhookStand> {
  const { rules = { development: { type: 'http_host', regex: '/^dev\\./' } }, files, ...rest } = options;
  const stand = await startWebhookStand({
    apps: [{ id: APP_ID, keys: [SMOOCH_KEY, DEVELOPMENT_KEY] }],
    chatbot: { extraInfo: twoKeyPairs },
    conf: { 'custom/environments.yaml': rules, ...files },
    ...rest,
  });
  stand.secrets.push(DEVELOPMENT_KEY.secret);
  return stand;
}

/** The environments in whose name the bot was called, one entry per opened conversation. */
export function openedIn(stand: WebhookStand): (string | undefined)[] {
  return stand.chatbot.control.journal
    .listRaw({ endpoint: 'conversation' })
    .map(({ headers }) => headers['x-inbenta-env']);
}

/** The id of the key with which a call to Smooch was signed. */
export function keyOf({ headers }: JournalEntry): string | undefined {
  const [, header = ''] = /^Bearer ([^.]+)\./.exec(headers.authorization ?? '') ?? [];
  return header === '' ? undefined : (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid;
}

/** The ids of the keys with which messages were sent to users. */
export function sentWith(stand: WebhookStand): (string | undefined)[] {
  return stand.smooch.control.journal.listRaw({ endpoint: 'message' }).map(keyOf);
}
