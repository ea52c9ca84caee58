import type { Clock } from '../../core/clock.ts';
import type { GuardedFetch } from '../../net/guarded-fetch.ts';
import type { HttpClient } from '../../net/http-client.ts';
import type { AgentDesk } from '../agent-desk.ts';
import { createChatCalls } from './chat-calls.ts';
import { createDirectoryCalls } from './directory-calls.ts';
import { createMediaFetch } from './fetch-media.ts';
import { createHyperChatCaller } from './hyperchat-caller.ts';
import { createMessageCalls } from './message-calls.ts';
import { type HyperChatServer, hyperChatBaseUrl } from './server-url.ts';

export interface HyperChatClientOptions extends HyperChatServer {
  http: HttpClient;
  /** Fetches files; the origin of the server has to be among the allowed ones. */
  files: Pick<GuardedFetch, 'fetch'>;
  appId: string;
  secret: string;
  /** Time limits: for every call, and for uploads; milliseconds. */
  timeouts: { otherMs: number; mediaMs: number };
  clock: Clock;
  /** Told what goes wrong without doing harm. */
  onWarning(message: string): void;
}

/** Opens HyperChat for one environment; nothing is called before it is used. Its secret is in no error. */
export function createHyperChatClient(options: HyperChatClientOptions): AgentDesk {
  const { http, files, appId, secret, timeouts, clock, onWarning } = options;
  const base = hyperChatBaseUrl(options);
  const call = createHyperChatCaller({ http, base, appId, secret, timeoutMs: timeouts.otherMs, clock });
  const directory = createDirectoryCalls(call, onWarning);
  const chats = createChatCalls(call, directory.user);
  const messages = createMessageCalls({ call, readChat: chats.chat, mediaTimeoutMs: timeouts.mediaMs });
  return { ...directory, ...chats, ...messages, fetchMedia: createMediaFetch({ files, base, appId, secret }) };
}
