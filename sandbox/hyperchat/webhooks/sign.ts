import { createHmac } from 'node:crypto';
import type { WebhookSettings } from '../settings.ts';

/** An event as it travels (HyperChat docs: webhooks overview). */
export interface Envelope {
  trigger: string;
  appId: string;
  data: unknown;
  /** Unix seconds. */
  created_at: number;
}

/** Bytes to send and bytes to sign. */
export interface SealedBody {
  body: string;
  data: string;
}

export type SignatureStyle = Pick<WebhookSettings, 'encoding' | 'prefix' | 'over'>;

export function envelopeToBody(
  { trigger, appId, data, created_at }: Envelope,
  json: WebhookSettings['json'],
): SealedBody {
  const write = (value: unknown): string =>
    json === 'escaped' ? escapeLikePhp(JSON.stringify(value)) : JSON.stringify(value);
  return { body: write({ trigger, appId, data, created_at }), data: write(data) };
}

/** The value of `X-Hook-Signature`: HMAC-SHA256, keyed with the secret of the handshake (HyperChat docs: webhooks overview). */
export function sign(sealed: SealedBody, secret: string, style: SignatureStyle): string {
  const hmac = createHmac('sha256', secret).update(sealed[style.over]);
  const digest = style.encoding === 'base64' ? hmac.digest('base64') : hmac.digest('hex');
  return (style.prefix ? 'sha256=' : '') + (style.encoding === 'HEX' ? digest.toUpperCase() : digest);
}

function escapeLikePhp(json: string): string {
  return json
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
