import { randomBytes } from 'node:crypto';
import type { Upload } from './wire.ts';

/** A file name inside a quoted header value, escaped as browsers do it (HTML: multipart/form-data). */
function quoteName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/**
 * A multipart body with one file. Bytes, not a stream, so that it can be sent again after a refused token.
 *
 * @param field name of the part
 */
export function uploadToMultipart(field: string, upload: Upload): { contentType: string; body: Uint8Array } {
  const boundary = `connector-${randomBytes(16).toString('hex')}`;
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(upload.mediaType) ? upload.mediaType : 'application/octet-stream';
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${quoteName(upload.name)}"`,
    `Content-Type: ${mediaType}`,
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(head), upload.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
