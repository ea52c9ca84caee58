import type { Clock } from '../../core/clock.ts';
import type { Conversation } from '../../core/conversation.ts';
import { ApiError } from '../../core/errors.ts';
import type { OutgoingMessage } from '../../core/outgoing-message.ts';
import type { HttpClient } from '../../net/http-client.ts';
import { asRecord, parseJson } from '../../net/loose-json.ts';
import { createAppTokenSource } from './app-token.ts';
import { uploadToMultipart } from './multipart.ts';
import {
  parseAppUser,
  parseAttachment,
  parseMessages,
  parseSentId,
  parseWebhook,
  parseWebhooks,
} from './parse-response.ts';
import { createSmoochCaller, parseSmoochUrl, readResponse, type SmoochCaller } from './smooch-caller.ts';
import type {
  AppUser,
  Attachment,
  KeptMessage,
  NewWebhook,
  SentMessage,
  SmoochCredentials,
  Upload,
  Webhook,
} from './wire.ts';

export interface SmoochV1ClientOptions {
  http: HttpClient;
  /** Origin or prefix of the API, `https://api.smooch.io`; `/v1.1` is added. */
  url: string;
  credentials: SmoochCredentials;
  /** Time limits: for every call, and for uploads. */
  timeouts: { smoochMs: number; mediaMs: number };
  clock: Clock;
}

/** Who a conversation's calls are about. */
export type Addressee = Pick<Conversation, 'appId' | 'userId'>;

/**
 * Smooch's API v1.1 of one environment. Every method is one attempt, but for a key that is refused and replaced.
 * All throw ApiError, and WireError for an answer that cannot be understood.
 */
export interface SmoochV1Client {
  /** Resolves when Smooch took the message, which is before the user has it. */
  send(to: Addressee, message: OutgoingMessage): Promise<SentMessage>;
  typing(to: Addressee, type: 'typing:start' | 'typing:stop', signal?: AbortSignal): Promise<void>;
  /** The newest page of the conversation, oldest message first; empty when there is none yet. */
  recentMessages(of: Addressee): Promise<KeptMessage[]>;
  appUser(of: Addressee): Promise<AppUser>;
  /** Uploads a file that lives as long as its message. */
  uploadAttachment(to: Addressee, upload: Upload): Promise<Attachment>;
  listWebhooks(appId: string, limits?: { timeoutMs?: number }): Promise<Webhook[]>;
  createWebhook(appId: string, webhook: NewWebhook): Promise<Webhook>;
  deleteWebhook(appId: string, webhookId: string): Promise<void>;
}

const activityBodies = {
  'typing:start': '{"role":"appMaker","type":"typing:start"}',
  'typing:stop': '{"role":"appMaker","type":"typing:stop"}',
} as const;

/** Opens the client of one environment; nothing is called before it is used. */
export function createSmoochV1Client(options: SmoochV1ClientOptions): SmoochV1Client {
  const { http, credentials, clock, timeouts } = options;
  const base = parseSmoochUrl(options.url);
  const call = createSmoochCaller({ http, base, credentials, toAuthorization: createAppTokenSource(), clock });
  const timeoutMs = timeouts.smoochMs;
  return {
    ...conversationCalls(call, timeoutMs),
    ...webhookCalls(call, timeoutMs),
    async uploadAttachment({ appId, userId }, upload) {
      const operation = 'upload file';
      const { contentType, body } = uploadToMultipart('source', upload);
      const path = `/attachments?access=public&for=message&appUserId=${encodeURIComponent(userId)}`;
      const timeoutMs = timeouts.mediaMs;
      const response = await call({ operation, method: 'POST', appId, path, contentType, body, timeoutMs });
      return readResponse(operation, response, parseAttachment);
    },
  };
}

type ConversationCalls = Pick<SmoochV1Client, 'send' | 'typing' | 'recentMessages' | 'appUser'>;

function conversationCalls(call: SmoochCaller, timeoutMs: number): ConversationCalls {
  return {
    async send({ appId, userId }, message) {
      const operation = 'send message';
      const path = `${userPath(userId)}/messages`;
      const body = JSON.stringify({ role: 'appMaker', ...message });
      const response = await call({ operation, method: 'POST', appId, path, body, timeoutMs });
      // A 201 is the promise itself. Whatever its body looks like, the message must not be sent once more.
      if (response.status === 201) return { id: parseSentId(parseJson(response.text)) };
      return readResponse(operation, response, (answer) => asRecord(answer) && { id: parseSentId(answer) });
    },
    async typing({ appId, userId }, type, signal) {
      const path = `${userPath(userId)}/conversation/activity`;
      const body = activityBodies[type];
      await call({ operation: type, method: 'POST', appId, path, body, timeoutMs, signal });
    },
    async recentMessages({ appId, userId }) {
      const operation = 'read messages';
      try {
        const path = `${userPath(userId)}/messages`;
        const response = await call({ operation, method: 'GET', appId, path, timeoutMs });
        return readResponse(operation, response, parseMessages);
      } catch (error) {
        // Smooch's way to say that the conversation has not begun.
        if (error instanceof ApiError && error.status === 404) return [];
        throw error;
      }
    },
    async appUser({ appId, userId }) {
      const operation = 'read user';
      const response = await call({ operation, method: 'GET', appId, path: userPath(userId), timeoutMs });
      return readResponse(operation, response, parseAppUser);
    },
  };
}

type WebhookCalls = Pick<SmoochV1Client, 'listWebhooks' | 'createWebhook' | 'deleteWebhook'>;

function webhookCalls(call: SmoochCaller, timeoutMs: number): WebhookCalls {
  return {
    async listWebhooks(appId, limits) {
      const operation = 'list webhooks';
      const limit = limits?.timeoutMs ?? timeoutMs;
      const response = await call({ operation, method: 'GET', appId, path: '/webhooks', timeoutMs: limit });
      return readResponse(operation, response, parseWebhooks);
    },
    async createWebhook(appId, webhook) {
      const operation = 'create webhook';
      const body = JSON.stringify(webhook);
      const response = await call({ operation, method: 'POST', appId, path: '/webhooks', body, timeoutMs });
      return readResponse(operation, response, (answer) => parseWebhook(asRecord(asRecord(answer)?.webhook)));
    },
    async deleteWebhook(appId, webhookId) {
      const path = `/webhooks/${encodeURIComponent(webhookId)}`;
      await call({ operation: 'delete webhook', method: 'DELETE', appId, path, timeoutMs });
    },
  };
}

function userPath(userId: string): string {
  return `/appusers/${encodeURIComponent(userId)}`;
}
