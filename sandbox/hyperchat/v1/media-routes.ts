import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { baseName } from '../../control/base-name.ts';
import { isMultipart } from '../../control/is-multipart.ts';
import { mediaTypeOf } from '../../smooch/app/media-types.ts';
import { requireMember } from '../desk/chats.ts';
import { requireChat, requireUser } from '../desk/desk-state.ts';
import { badRequest, HyperchatError, notFound } from '../desk/hyperchat-error.ts';
import { addMediaMessage } from '../desk/messages.ts';
import type { HyperchatService } from '../hyperchat-service.ts';
import type { V1Context, V1Env } from './v1-context.ts';
import { mediaToWire } from './wire.ts';

/** What the other parts of a form and the lines between them may add to a file. */
const FORM_OVERHEAD = 16 * 1024;

/** Files of a chat, up and down (HyperChat's PHP client: media). */
export function createMediaRoutes({ desk }: HyperchatService): Hono<V1Env> {
  const { state } = desk;
  const routes = new Hono<V1Env>();

  routes.post(
    '/media',
    (c, next) => {
      // Any other body is read already: there is nothing left whose length could be counted.
      if (!isMultipart(c.req.header('content-type'))) throw noForm();
      return bodyLimit({ maxSize: state.settings.media.limitBytes + FORM_OVERHEAD, onError: tooLarge })(c, next);
    },
    async (c) => {
      const form = await readForm(c);
      const chat = requireChat(state, textPart(form, 'chatId'));
      c.set('sessionId', chat.id);
      const sender = requireUser(state, textPart(form, 'senderId'));
      requireMember(chat, sender);
      const file = form.get('media');
      if (!(file instanceof File)) throw badRequest('media: must be a file');
      const media = addMediaMessage(state, chat, sender, {
        name: baseName(file.name),
        type: mediaTypeOf(file.name) ?? 'application/octet-stream',
        bytes: new Uint8Array(await file.arrayBuffer()),
      });
      return c.json({ media: mediaToWire(media, state.settings.wire) });
    },
  );

  routes.get('/media/:id', (c) => {
    const media = state.media.get(c.req.param('id'));
    if (media === undefined) throw notFound('Media not found');
    return c.body(media.bytes, 200, {
      'content-type': media.type,
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(media.name)}`,
    });
  });

  return routes;
}

async function readForm(c: V1Context): Promise<FormData> {
  const form = await c.req.formData().catch(() => undefined);
  if (form === undefined) throw noForm();
  return form;
}

function noForm(): HyperchatError {
  return badRequest('Send multipart/form-data with chatId, senderId and media');
}

function textPart(form: FormData, name: string): string {
  const value = form.get(name);
  if (typeof value !== 'string' || value === '') throw badRequest(`${name}: must be set`);
  return value;
}

function tooLarge(): never {
  throw new HyperchatError(413, 'File is too large');
}
