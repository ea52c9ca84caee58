import type { Delivery } from '../core/delivery.ts';

type Failure = Extract<Delivery, { state: 'failure' }>;

/** Codes of Smooch itself (Smooch docs: delivery events, errors). Everything else is about what was said. */
const OF_THE_PERSON: readonly string[] = [
  'unauthorized',
  'forbidden',
  'not_found',
  'user_not_found',
  'client_not_found',
  'conversation_not_found',
  'app_user_not_found',
  'blocked',
];

/**
 * Codes that the channel gave Smooch (`underlyingError`), by the type of the destination, from the documentation of
 * the channels: the user has blocked us, is unknown, wrote too long ago, or the channel refuses our token. Codes that
 * are not here are about what was said: an unsupported file, a text that is too long, or something nobody has met yet.
 */
const OF_THE_PERSON_BY_CHANNEL: Readonly<Record<string, readonly number[]>> = {
  // Window closed; not on WhatsApp; unknown; opted out; token, account or number of ours.
  whatsapp: [
    470, 131047, 131026, 1013, 131030, 131021, 131049, 131050, 130472, 190, 10, 200, 368, 131005, 131031, 131045,
    133010,
  ],
  // Window closed; not available; not found (subcodes); token.
  messenger: [10, 2018278, 551, 1545041, 2018108, 2018001, 190, 102, 200, 230, 368, 458, 459, 460, 463, 464, 467],
  instagram: [10, 2534022, 551, 1545041, 2534014, 2534013, 2018001, 190, 102, 200, 230, 368, 458, 460, 463, 467],
  // Token; blocked, kicked or deactivated.
  telegram: [401, 403],
  // Unsubscribed, unknown, unreachable or blocked numbers; window of a channel behind Twilio; token.
  twilio: [21610, 21211, 21612, 21614, 21408, 21608, 30003, 30004, 30005, 30006, 63003, 63013, 63016, 63024, 20003],
  // Token; not registered, not subscribed; account of ours.
  viber: [2, 5, 6, 7, 8],
  // Token; blocked, or not a friend.
  line: [401, 403],
  // Window closed; unknown; no longer a follower; token.
  wechat: [45015, 45047, 40003, 43004, 40001, 40014, 42001, 48002],
  // Not found, suspended, may not be written to; token.
  twitter: [17, 34, 50, 63, 108, 150, 151, 349, 32, 89, 326],
  // On the list of bounced or unsubscribed addresses; unknown mailboxes.
  mailgun: [605, 606, 607, 550, 551, 553],
};

/** Where a channel says it in words only, beside a code that means anything. */
const WORDS_BY_CHANNEL: Readonly<Record<string, RegExp>> = {
  telegram: /chat not found|user not found|bot was (?:blocked|kicked)|user is deactivated|PEER_ID_INVALID/i,
};

/** Of what a channel calls its failure: it goes into the log and the store. */
const LONGEST_CODE = 100;

/**
 * What a failed delivery is about.
 * @param error as in the webhook; its shape below `code` is the channel's own
 * @param channel type of the destination
 */
export function deliveryFailure(error: unknown, channel: string | undefined): Failure {
  const { code, underlyingError } = asRecord(error);
  const name = typeof code === 'string' && code !== '' ? code : 'no code';
  const found = createFindings();
  gather(underlyingError, found, 0);
  const isPerson =
    OF_THE_PERSON.includes(name) ||
    [...found.codes].some((number) => OF_THE_PERSON_BY_CHANNEL[channel ?? '']?.includes(number)) ||
    found.words.some((words) => WORDS_BY_CHANNEL[channel ?? '']?.test(words));
  const inside = [...found.codes].slice(0, 3).join(', ');
  const text = inside === '' ? name : `${name} (${inside})`;
  return { state: 'failure', about: isPerson ? 'person' : 'content', code: text.slice(0, LONGEST_CODE) };
}

interface Findings {
  codes: Set<number>;
  words: string[];
  /** A channel's error is small; whatever is larger is not read on. */
  left: number;
}

const createFindings = (): Findings => ({ codes: new Set(), words: [], left: 50 });

const CODE_KEYS = ['code', 'status', 'error_code', 'error_subcode', 'errcode', 'errorCode'];
const WORD_KEYS = ['description', 'message', 'title'];
const DEEPEST = 4;
const LONGEST_WORDS = 500;

/** Messenger: `{code, error_subcode}`; WhatsApp: `{errors: [{code, title}]}`; Telegram: `{error_code, description}`. */
function gather(value: unknown, found: Findings, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  for (const [key, inner] of Object.entries(value)) {
    found.left -= 1;
    if (found.left < 0) return;
    if (CODE_KEYS.includes(key) && isNumeric(inner)) found.codes.add(Number(inner));
    else if (WORD_KEYS.includes(key) && typeof inner === 'string') found.words.push(inner.slice(0, LONGEST_WORDS));
    else gather(inner, found, depth + 1);
  }
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
