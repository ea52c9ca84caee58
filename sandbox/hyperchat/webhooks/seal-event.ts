import { randomBytes } from 'node:crypto';
import type { WebhookSettings } from '../settings.ts';
import type { DisturbanceEffect } from './disturbances.ts';
import { type Envelope, envelopeToBody, sign } from './sign.ts';

/** What goes over the wire. */
export interface SealedEvent {
  body: string;
  /** Undefined: unsigned. */
  signature?: string;
}

/** Writes and signs an event for one webhook, or spoils it on purpose. */
export function sealEvent(
  envelope: Envelope,
  secret: string,
  settings: WebhookSettings,
  effect?: DisturbanceEffect,
): SealedEvent {
  const appId = effect?.kind === 'wrong-app' ? effect.appId : envelope.appId;
  const sealed = envelopeToBody({ ...envelope, appId }, settings.json);
  const key = effect?.kind === 'wrong-signature' ? randomBytes(24).toString('hex') : secret;
  const signature = effect?.kind === 'unsigned' ? undefined : sign(sealed, key, settings);
  return { body: effect?.kind === 'tampered' ? tamper(envelope, settings) : sealed.body, signature };
}

/** Both the whole and its `data` are others than what was signed, and both are still what a webhook looks like. */
function tamper(envelope: Envelope, { json }: WebhookSettings): string {
  const data = { ...(envelope.data as object), tampered: true };
  return envelopeToBody({ ...envelope, data }, json).body;
}
