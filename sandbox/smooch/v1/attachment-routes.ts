import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { isMultipart } from '../../control/is-multipart.ts';
import { mediaTypeOf, whyRejected } from '../app/media-types.ts';
import { findUser } from '../app/users.ts';
import type { SmoochService } from '../smooch-service.ts';
import { badRequest, notFound, SmoochApiError } from './smooch-api-error.ts';
import { httpUrlSchema } from './url-schema.ts';
import { readBody, type V1Context, type V1Env } from './v1-context.ts';

/** What the other parts of a form and the lines between them may add to a file. */
const FORM_OVERHEAD = 16 * 1024;

const removeSchema = z.strictObject({ mediaUrl: httpUrlSchema });

/** Uploads (Smooch docs: attachments). */
export function createAttachmentRoutes(service: SmoochService): Hono<V1Env> {
  const routes = new Hono<V1Env>();

  routes.post(
    '/attachments',
    (c, next) => {
      checkUploadQuery(c);
      // Any other body is read already: there is nothing left whose length could be counted.
      if (!isMultipart(c.req.header('content-type'))) throw noFile();
      return bodyLimit({ maxSize: service.settings.attachmentLimit + FORM_OVERHEAD, onError: tooLarge })(c, next);
    },
    async (c) => {
      const file = await readFilePart(c);
      if (file.size > service.settings.attachmentLimit) tooLarge();
      const bytes = new Uint8Array(await file.arrayBuffer());
      const objection = whyRejected(file.name, bytes);
      if (objection !== undefined) throw new SmoochApiError(415, 'unsupported_media_type', objection);
      return c.json({ mediaUrl: service.media.add(file.name, bytes), mediaType: mediaTypeOf(file.name) }, 201);
    },
  );

  routes.post('/attachments/remove', (c) => {
    const { mediaUrl } = readBody(c, removeSchema);
    if (!service.media.owns(mediaUrl)) throw badRequest('mediaUrl is not on this host');
    if (!service.media.remove(mediaUrl)) throw notFound('not_found', 'The attachment was not found');
    return c.json({});
  });

  return routes;
}

function checkUploadQuery(c: V1Context): void {
  const { access, for: purpose, appUserId, userId } = c.req.query();
  if (access !== 'public') throw badRequest('access is required and must be public');
  if (purpose !== undefined && purpose !== 'message') throw badRequest('for must be message');
  const owner = appUserId ?? userId;
  if (owner !== undefined && findUser(c.get('app'), owner) === undefined) {
    throw notFound('user_not_found', 'The app user was not found');
  }
}

async function readFilePart(c: V1Context): Promise<File> {
  const form = await c.req.formData().catch(() => undefined);
  const source = form?.get('source');
  if (!(source instanceof File)) throw noFile();
  return source;
}

function noFile(): SmoochApiError {
  return badRequest('Send multipart/form-data with a file part named source');
}

function tooLarge(): never {
  throw new SmoochApiError(413, 'payload_too_large', 'The file is too large');
}
