import { avatarUrlOf } from '../app/avatar-url.ts';
import { nextReceived } from '../app/conversation.ts';
import { mediaTypeOf } from '../app/media-types.ts';
import type { ConversationRecord, Now, UserRecord } from '../app/records.ts';
import { messageName } from '../app/users.ts';
import { newObjectId } from '../object-id.ts';
import { coordinatesToText } from '../v1/text-fallback.ts';
import type { WireClient, WireMessage } from '../v1/wire.ts';
import type { UserMessageAction } from './user-action.ts';

export interface UserMessageContext {
  user: UserRecord;
  client: WireClient;
  conversation: ConversationRecord;
  now: Now;
  /** Bytes of a file that the simulator serves itself. */
  sizeOf: (mediaUrl: string) => number | undefined;
  /** When the message before it in the same payload was received, seconds. */
  before?: number;
}

/** A user's message as Smooch tells it to webhooks (Smooch docs: message events). */
export function actionToMessage(action: UserMessageAction, context: UserMessageContext): WireMessage {
  const { user, client, conversation, now } = context;
  const name = messageName(user, client.platform);
  const _id = newObjectId();
  return {
    ...actionToContent(action, context),
    ...('quotes' in action && action.quotes !== undefined && quote(action.quotes, conversation)),
    _id,
    role: 'appUser',
    authorId: user._id,
    ...(name !== undefined && { name }),
    avatarUrl: client.avatarUrl ?? avatarUrlOf(user.email),
    received: Math.max(nextReceived(conversation, now), Math.round((context.before ?? 0) * 1000 + 1) / 1000),
    source: {
      type: client.platform,
      integrationId: client.integrationId,
      originalMessageId: `${client.platform}.${_id}`,
      originalMessageTimestamp: Math.floor(now() / 1000),
    },
    ...action.extra,
  };
}

type QuotingAction = Extract<UserMessageAction, { do: 'text' }>;
type Content = Pick<WireMessage, 'type'> & Partial<WireMessage>;

function actionToContent(action: UserMessageAction, context: UserMessageContext): Content {
  switch (action.do) {
    case 'text':
      return { type: 'text', text: action.text, ...(action.payload !== undefined && { payload: action.payload }) };
    case 'image':
    case 'file':
      return mediaContent(action, context);
    case 'location': {
      const { lat, long, name, address } = action;
      const coordinates = { lat, long };
      return { type: 'location', text: coordinatesToText(coordinates), coordinates, location: { name, address } };
    }
    case 'form':
      return formContent(action, context.conversation);
    case 'unknown':
      return { type: action.type };
  }
}

function mediaContent(
  action: Extract<UserMessageAction, { do: 'image' | 'file' }>,
  { sizeOf }: UserMessageContext,
): Content {
  const fallback = action.do === 'image' ? 'image/jpeg' : 'application/octet-stream';
  return {
    type: action.do,
    text: action.caption ?? ' ',
    mediaUrl: action.url,
    mediaType: action.mediaType ?? mediaTypeOf(URL.parse(action.url)?.pathname ?? '') ?? fallback,
    mediaSize: action.size ?? sizeOf(action.url) ?? 0,
    ...(action.name !== undefined && { altText: action.name }),
  };
}

/** Where the user answers one message: WhatsApp has it (Smooch docs: quoted messages). */
function quote(quoted: NonNullable<QuotingAction['quotes']>, conversation: ConversationRecord): Partial<WireMessage> {
  if (typeof quoted === 'object') return { quotedMessage: { type: 'externalMessageId', ...quoted } };
  const content = conversation.messages.find(({ message }) => message._id === quoted)?.message;
  if (content === undefined) throw new Error(`There is no message ${quoted} in this conversation.`);
  return { quotedMessage: { type: 'message', content } };
}

function formContent(action: Extract<UserMessageAction, { do: 'form' }>, conversation: ConversationRecord): Content {
  const asked = conversation.messages.find(({ message }) => message._id === action.messageId)?.message;
  return {
    type: 'formResponse',
    fields: action.fields.map((field) => ({ ...field, _id: newObjectId() })),
    textFallback: action.fields.map((field) => `${field.label}: ${fieldAnswer(field)}`).join('\n'),
    ...(asked && { quotedMessage: { type: 'message', content: { _id: asked._id, type: asked.type } } }),
  };
}

function fieldAnswer(field: Record<string, unknown>): string {
  if (Array.isArray(field.select)) return field.select.map((option) => option?.label ?? option).join(', ');
  return String(field.text ?? field.email ?? '');
}
