import { createHash } from 'node:crypto';
import { mediaTypeOf } from '../app/media-types.ts';
import { newObjectId } from '../object-id.ts';
import type { PostedAction } from './action-schema.ts';
import type { PostedMessage } from './message-schema.ts';
import { coordinatesToText, itemsToText } from './text-fallback.ts';
import type { WireAction, WireMessage } from './wire.ts';

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
  const { destination: _destination, override: _override, email: _email, ...kept } = posted;
  return {
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
      return { text: itemsToText(items), items, ...('actions' in posted && withActions(posted.actions)) };
    }
    case 'location':
      return { text: coordinatesToText(posted.coordinates) };
    case 'form':
      return { submitted: false, fields: posted.fields.map((field) => ({ ...field, _id: newObjectId() })) };
  }
}

function withActions(actions: readonly PostedAction[] | undefined): { actions?: WireAction[] } {
  return actions === undefined ? {} : { actions: actions.map(actionToWire) };
}

/** `uri` is there and empty on buttons that open nothing, as recorded from the real API. */
function actionToWire(action: PostedAction): WireAction {
  const generated = { ...action, _id: newObjectId() };
  if (action.type === 'postback' || action.type === 'reply') return { ...generated, uri: '' };
  if (action.type === 'buy') {
    return { ...generated, state: 'offered', uri: `https://checkout.smooch.example/${generated._id}` };
  }
  return generated;
}

/** Without caption a space stands for the text, as recorded from the real API. */
function mediaFields(
  posted: { mediaUrl: string; text?: string; mediaType?: string },
  { fileOf }: PostedContext,
): Partial<WireMessage> {
  const own = fileOf(posted.mediaUrl);
  const guessed = own?.mediaType ?? mediaTypeOf(new URL(posted.mediaUrl).pathname) ?? 'application/octet-stream';
  return {
    text: posted.text ?? ' ',
    mediaType: posted.mediaType ?? guessed,
    ...(own !== undefined && { mediaSize: own.mediaSize }),
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
