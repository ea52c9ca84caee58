import { randomBytes } from 'node:crypto';
import { newObjectId } from '../object-id.ts';
import type { WireWebhook } from '../v1/wire.ts';
import type { AppRecord } from './records.ts';

export type NewWebhook = Pick<WireWebhook, 'target' | 'triggers'> &
  Partial<Pick<WireWebhook, 'secret' | 'includeClient' | 'includeFullAppUser'>>;

export function addWebhook(app: AppRecord, wanted: NewWebhook): WireWebhook {
  const webhook: WireWebhook = {
    _id: newObjectId(),
    target: wanted.target,
    triggers: wanted.triggers,
    secret: wanted.secret ?? randomBytes(20).toString('hex'),
    version: 'v1.1',
    includeClient: wanted.includeClient ?? false,
    includeFullAppUser: wanted.includeFullAppUser ?? false,
  };
  app.webhooks.set(webhook._id, webhook);
  return webhook;
}
