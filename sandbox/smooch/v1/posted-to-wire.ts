import { createHash } from 'node:crypto';
import { avatarUrlOf } from '../app/avatar-url.ts';
import { mediaTypeOf } from '../app/media-types.ts';
import { newObjectId } from '../object-id.ts';
import type { PostedAction } from './action-schema.ts';
import type { PostedField } from './form-schema.ts';
import type { PostedMessage } from './message-schema.ts';
import { coordinatesToText, itemsToFallback } from './text-fallback.ts';
import type { WireAction, WireField, WireMessage } from './wire.ts';

export interface PostedContext {
  appId: string;
  userId: string;
  /** Seconds since 1970. */
  received: number;
  /** Type and size of a file the simulator itself serves. */
  fileOf: (mediaUrl: string) => { mediaType: string; mediaSize: number } | undefined;
}

/** What the API makes of a message it takes: ids everywhere, a time, a source, and texts for what is not text. */
export function postedToWire(posted: PostedMessage, context: PostedContext): WireMessage {
  const { destination: _destination, override: _override, email, ...kept } = posted;
  return {
    avatarUrl: avatarUrlOf(email),
    ...kept,
    ...generatedFields(posted, context),
    _id: newObjectId(),
    authorId: posted.role === 'appUser' ? context.userId : businessAuthorId(context.appId),
    received: context.received,
    source: { type: 'api' },
  } as WireMessage;
}

function generatedFields(posted: PostedMessage, context: PostedContext): Partial<WireMessage> {
  switch (posted.type) {
    case 'text':
      return { text: posted.text ?? '', ...withActions(posted.actions) };
    case 'image':
      return { ...mediaFields(posted, context), ...withActions(posted.actions) };
    case 'file':
      return mediaFields(posted, context);
    case 'carousel':
    case 'list': {
      const items = posted.items.map((item) => ({
        ...item,
        _id: newObjectId(),
        actions: item.actions.map(actionToWire),
      }));
      return { text: itemsToFallback(items), items, ...('actions' in posted && withActions(posted.actions)) };
    }
    case 'location':
      return { text: coordinatesToText(posted.coordinates) };
    case 'form':
      return { submitted: false, fields: posted.fields.map(fieldToWire) };
  }
}

function withActions(actions: readonly PostedAction[] | undefined): { actions?: WireAction[] } {
  return actions === undefined ? {} : { actions: actions.map(actionToWire) };
}

/** As recorded from the real API: a `uri` is there on every button, empty on those that open nothing. */
function actionToWire(action: PostedAction): WireAction {
  const _id = newObjectId();
  if (action.type === 'buy') {
    return { currency: 'usd', ...action, _id, state: 'offered', uri: `https://checkout.smooch.example/${_id}` };
  }
  return { uri: '', ...action, _id };
}

/** Options have ids, too, and a select says how many of them may be picked, as recorded from the real API. */
function fieldToWire({ options, ...field }: PostedField): WireField {
  if (options === undefined) return { ...field, _id: newObjectId() };
  const withIds = options.map((option) => ({ ...option, _id: newObjectId() }));
  return { selectSize: 1, ...field, _id: newObjectId(), options: withIds };
}

/**
 * Without caption a space stands for the text, as recorded from the real API. The size of a file that is elsewhere is
 * not looked up: it is 0.
 */
function mediaFields(
  posted: { mediaUrl: string; text?: string; mediaType?: string },
  { fileOf }: PostedContext,
): Partial<WireMessage> {
  const own = fileOf(posted.mediaUrl);
  const guessed = own?.mediaType ?? mediaTypeOf(new URL(posted.mediaUrl).pathname) ?? 'application/octet-stream';
  return {
    text: posted.text ?? ' ',
    mediaType: posted.mediaType ?? guessed,
    mediaSize: own?.mediaSize ?? 0,
  };
}

const businessAuthorIds = new Map<string, string>();

/** Smooch names the business by a hash. */
function businessAuthorId(appId: string): string {
  const known = businessAuthorIds.get(appId);
  if (known !== undefined) return known;
  const id = createHash('sha1').update(appId).digest('hex');
  businessAuthorIds.set(appId, id);
  return id;
}
