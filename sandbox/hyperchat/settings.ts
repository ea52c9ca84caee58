import { z } from 'zod';

const ms = z.number().min(0);
const extensions = z.array(z.string().regex(/^[a-z0-9]+$/, 'must be an extension in lower case, without a dot'));

/**
 * How this desk is set up, and, where nobody knows how the real one behaves, which of the possibilities it shows.
 * Every field may be changed at any time.
 */
export const settingsSchema = z.strictObject({
  queue: z.strictObject({
    /** Queue mode: chats wait in line and the desk assigns them by itself. */
    active: z.boolean(),
    /** What the chat at the head of its queue is told: 0 for the number of people ahead, 1 for a rank. */
    firstPosition: z.union([z.literal(0), z.literal(1)]),
    /** What becomes of a queued chat while no agent of its room is online. */
    nobodyOnline: z.enum(['wait', 'forever:alone']),
  }),
  invitation: z.strictObject({
    /** How long an agent has to accept. */
    intervalMs: ms,
    /** Invitations before the desk gives up with `forever:alone`. Not in queue mode: there it goes on. */
    maxAttempts: z.int().min(1),
  }),
  media: z.strictObject({
    /** What end users may send. */
    allowedExtensions: extensions,
    /** What agents may send. */
    agentExtensions: extensions,
    /** Bytes of a file above which the answer is 413. */
    limitBytes: z.int().min(0),
  }),
  tickets: z.strictObject({
    /** Whether a closed chat becomes a ticket. */
    active: z.boolean(),
    /** Milliseconds from the end of the chat to its ticket and `system:info`. */
    delayMs: ms,
    /** When the ticket is there to be found: as soon as the chat ends, or with `system:info`. */
    filed: z.enum(['at-close', 'with-info']),
    /** When the person is there as a contact: as soon as the chat ends, with the ticket, or never. Needs an e-mail address. */
    contact: z.enum(['at-close', 'with-ticket', 'never']),
    /** What the questions of a survey stand in. */
    surveyKey: z.enum(['response', 'data']),
  }),
  rules: z.strictObject({
    /** `DELETE` of a chat that is closed already. */
    closeOfClosed: z.enum(['error', 'success']),
    /** Code of the error "User already has a chat". */
    secondChatCode: z.int().min(400).max(599),
    /** Whether the front-end endpoints are open to whoever knows the app id. */
    appIdOnly: z.enum(['accept', 'refuse']),
    /** How downloads are opened: with headers or the query, or with the query only. */
    mediaCredentials: z.enum(['both', 'query']),
    /** Whether `invitations:new` can be a webhook: HyperChat's own list does not have it. */
    invitationsNew: z.enum(['deliver', 'ignore', 'reject']),
    /** Whether `users:activity` tells about end users too. */
    endUserActivity: z.boolean(),
    /** Whether two end users may have one e-mail address; else the second gets 409, and nobody is found by their external id. */
    sharedContacts: z.boolean(),
    /** Who ends a chat when `DELETE` does not say it. */
    deleteReportedAs: z.enum(['system', 'creator']),
    /** Whether the desk ends a chat by itself after `forever:alone`. */
    closeWhenAlone: z.boolean(),
  }),
  wire: z.strictObject({
    /** `source` of a chat. */
    source: z.enum(['number', 'string']),
    /** `inQueue` of a chat: true and false, or 1 and 0. */
    inQueue: z.enum(['boolean', 'number']),
    /** `sender` of a message: the id, or an object with it. */
    sender: z.enum(['id', 'object']),
    /** `url` of a file: with or without leading slash. */
    mediaUrl: z.enum(['slash', 'bare']),
    /** `queuePosition` of `queues:update`: a number, or its digits in quotes. */
    queuePosition: z.enum(['number', 'string']),
    /** Whether `queues:update` names the user. */
    queueUser: z.boolean(),
    /** `chats` of a user: the open ones, all, the oldest first, or none in any case. */
    userChats: z.enum(['open', 'all', 'none']),
    /** `status` of a chat that nobody has accepted yet. */
    waitingStatus: z.enum(['waiting', 'pending', 'assigned']),
    /** What times are told in. */
    times: z.enum(['seconds', 'milliseconds']),
    /** HTTP status of an error: its code, or 200. */
    errorStatus: z.enum(['code', '200']),
  }),
  webhooks: z.strictObject({
    /** `ordered`: an event of a chat waits until the one before is through. `parallel`: nothing waits. */
    mode: z.enum(['ordered', 'parallel']),
    /** Milliseconds before each event is sent. */
    latencyMs: ms,
    /** How often each event is sent. */
    copies: z.int().min(1),
    /** Whether an event that was not answered with 2xx is sent again. */
    redeliver: z.boolean(),
    /** Milliseconds before each repetition; their number decides how many there are. */
    retrySpacingMs: z.array(ms),
    /** Milliseconds after which a silent target counts as failed. */
    timeoutMs: ms,
    /** How the signature is written. */
    encoding: z.enum(['hex', 'HEX', 'base64']),
    /** Whether `sha256=` stands before it. */
    prefix: z.boolean(),
    /** What is signed: the bytes of the whole body, or those of its member `data`. */
    over: z.enum(['body', 'data']),
    /** `escaped`: slashes and everything beyond ASCII are escaped, as PHP writes JSON. */
    json: z.enum(['plain', 'escaped']),
    /** Method of the handshake. */
    handshakeMethod: z.enum(['POST', 'GET', 'PUT']),
    /** Body of the handshake. */
    handshakeBody: z.string(),
  }),
});

export type HyperchatSettings = z.output<typeof settingsSchema>;
export type WebhookSettings = HyperchatSettings['webhooks'];

/** What is not named stays as it is. */
export type SettingsChange = { [Group in keyof HyperchatSettings]?: Partial<HyperchatSettings[Group]> };

const { shape } = settingsSchema;

/** A change as it comes over the control API. */
export const settingsChangeSchema: z.ZodType<SettingsChange> = z
  .strictObject({
    queue: shape.queue.partial(),
    invitation: shape.invitation.partial(),
    media: shape.media.partial(),
    tickets: shape.tickets.partial(),
    rules: shape.rules.partial(),
    wire: shape.wire.partial(),
    webhooks: shape.webhooks.partial(),
  })
  .partial();

const MEGABYTE = 1024 * 1024;
const DOCUMENTS = ['jpg', 'jpeg', 'png', 'gif', 'pdf', 'txt', 'doc', 'docx', 'xls', 'xlsx', 'csv', 'zip'];

export function createDefaultSettings(): HyperchatSettings {
  return {
    queue: { active: false, firstPosition: 0, nobodyOnline: 'wait' },
    invitation: { intervalMs: 30_000, maxAttempts: 5 },
    media: { allowedExtensions: [...DOCUMENTS], agentExtensions: [...DOCUMENTS], limitBytes: 20 * MEGABYTE },
    tickets: { active: true, delayMs: 1000, filed: 'with-info', contact: 'at-close', surveyKey: 'response' },
    rules: {
      closeOfClosed: 'error',
      secondChatCode: 400,
      appIdOnly: 'accept',
      mediaCredentials: 'both',
      invitationsNew: 'deliver',
      endUserActivity: true,
      sharedContacts: true,
      deleteReportedAs: 'system',
      closeWhenAlone: false,
    },
    wire: {
      source: 'number',
      inQueue: 'boolean',
      sender: 'id',
      mediaUrl: 'slash',
      queuePosition: 'number',
      queueUser: true,
      userChats: 'open',
      waitingStatus: 'waiting',
      times: 'seconds',
      errorStatus: 'code',
    },
    webhooks: {
      mode: 'ordered',
      latencyMs: 0,
      copies: 1,
      redeliver: false,
      retrySpacingMs: [1000, 5000, 30_000],
      timeoutMs: 10_000,
      encoding: 'hex',
      prefix: false,
      over: 'body',
      json: 'plain',
      handshakeMethod: 'POST',
      handshakeBody: '',
    },
  };
}

/** Changes the settings in place: everything that holds them sees it. */
export function changeSettings(settings: HyperchatSettings, change: SettingsChange): void {
  for (const [group, changed] of Object.entries(change)) {
    Object.assign(settings[group as keyof HyperchatSettings], changed);
  }
}
