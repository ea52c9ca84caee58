import { conversationOf, nextReceived } from '../app/conversation.ts';
import type { AppRecord, UserRecord } from '../app/records.ts';
import type { SmoochService } from '../smooch-service.ts';
import { expandShorthand } from './expand-shorthand.ts';
import { type PostedMessage, postedMessageSchema } from './message-schema.ts';
import { postedToWire } from './posted-to-wire.ts';
import { badRequest, SmoochApiError } from './smooch-api-error.ts';
import type { WireClient, WireMessage } from './wire.ts';

/** A posted message as it goes into the conversation. */
export interface TakenMessage {
  /** More than one where the shorthand in a text asks for pictures. */
  messages: [WireMessage, ...WireMessage[]];
  /** Where it goes. */
  client: WireClient | undefined;
}

/** Everything about a posted message that depends on its user. Throws 400 for a destination they do not have, and 423. */
export function takeMessage(
  service: SmoochService,
  app: AppRecord,
  user: UserRecord,
  posted: PostedMessage,
): TakenMessage {
  const client = posted.destination === undefined ? user.clients[0] : clientFor(user, posted.destination);
  const conversation = conversationOf(user);
  if (conversation.messages.length >= service.settings.messageLimit) {
    throw new SmoochApiError(423, 'locked', 'The conversation is full: delete messages first');
  }
  const fileOf = (mediaUrl: string) => {
    const file = service.media.owns(mediaUrl) ? service.media.get(mediaUrl) : undefined;
    return file && { mediaType: file.mediaType, mediaSize: file.bytes.length };
  };
  const first = nextReceived(conversation, service.now);
  const [message, ...others] = partsOf(posted, service.settings.shorthand).map((part, index) => {
    const received = (Math.round(first * 1000) + index) / 1000;
    return postedToWire(part, { appId: app._id, userId: user._id, received, fileOf });
  });
  return { messages: [message!, ...others], client };
}

function clientFor(user: UserRecord, destination: NonNullable<PostedMessage['destination']>): WireClient {
  const client = user.clients.find((one) =>
    destination.integrationId === undefined
      ? one.platform === destination.integrationType
      : one.integrationId === destination.integrationId,
  );
  if (client === undefined) throw badRequest('The user has no client for this destination');
  return client;
}

/** The message, or what its shorthand makes of it. Throws 400 when that cannot be sent. */
function partsOf(posted: PostedMessage, shorthand: 'expand' | 'keep'): PostedMessage[] {
  if (shorthand === 'keep' || posted.type !== 'text' || posted.role !== 'appMaker') return [posted];
  const { text, actions, images } = expandShorthand(posted.text ?? '');
  if (actions.length === 0 && images.length === 0) return [posted];
  const all = [...(posted.actions ?? []), ...actions];
  const { actions: _actions, ...rest } = posted;
  const written = text === '' && all.length === 0 ? [] : [{ ...rest, text, ...(all.length > 0 && { actions: all }) }];
  const pictures = images.map((mediaUrl) => ({ ...rest, type: 'image' as const, text: undefined, mediaUrl }));
  return [...written, ...pictures].map((part) => {
    const checked = postedMessageSchema.safeParse(part);
    if (!checked.success) throw badRequest(checked.error.issues.map(({ message }) => message).join('; '));
    return checked.data;
  });
}
