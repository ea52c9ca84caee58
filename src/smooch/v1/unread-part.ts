import { type Dedupe, fingerprint, smoochId, type WebhookFrame } from './webhook-frame.ts';

/** Something of a webhook that could not be understood. */
export interface UnreadPart {
  /** Whose it is, where that can be read. */
  userId: string | undefined;
  /** A webhook that holds this part and nothing that was understood. */
  body: unknown;
  issues: string[];
  dedupe: Dedupe;
}

/** What stands around a part is kept with it, as long as it is no larger than frames are. */
const LARGEST_FRAME = 16_384;

/** All of a webhook. */
export function unreadWhole(frame: WebhookFrame, issues: string[]): UnreadPart {
  const { body, trigger, timestamp } = frame;
  const userId = frame.userId ?? authorOf(body);
  // Two webhooks of one app tell the same thing with different words around it.
  const key = `unread:${fingerprint(trigger, userId, timestamp, body.messages, body.postbacks, body.message)}`;
  return { userId, body, issues, dedupe: { key } };
}

/** Creates what makes parts of the entries of one list: the frame around them is made once. */
export function createPartMaker(frame: WebhookFrame, list: 'messages' | 'postbacks') {
  let around: Record<string, unknown> | undefined;
  return (entry: unknown, issues: string[], dedupe: Dedupe): UnreadPart => {
    around ??= frameAlone(frame, list);
    return { userId: frame.userId, body: { ...around, [list]: [entry] }, issues, dedupe };
  };
}

function frameAlone({ body }: WebhookFrame, list: string): Record<string, unknown> {
  const { [list]: _, ...around } = body;
  if (JSON.stringify(around).length <= LARGEST_FRAME) return around;
  const { trigger, app, appUser, conversation } = body;
  return {
    trigger,
    app: { _id: idOf(app) },
    appUser: { _id: idOf(appUser) },
    conversation: { _id: idOf(conversation) },
  };
}

/** Who wrote the first message of a user, where the frame does not say (Smooch docs: `authorId` is the app user's id). */
function authorOf({ messages }: Record<string, unknown>): string | undefined {
  if (!Array.isArray(messages)) return undefined;
  const written = messages.find((message) => ['appUser', undefined].includes(message?.role) && message?.authorId);
  return smoochId.safeParse(written?.authorId).data;
}

function idOf(value: unknown): unknown {
  return (value as { _id?: unknown } | null | undefined)?._id;
}
