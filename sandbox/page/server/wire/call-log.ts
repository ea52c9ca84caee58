import type { Journal, JournalEntry } from '../../../control/journal.ts';
import type { Stand } from '../../../run/start-stand.ts';
import { hideInPath } from './hide-secrets.ts';
import { asMap, isLoose, labelCall, type SystemName } from './label-call.ts';
import { summariseCall } from './summarise-call.ts';

/** A call of the connector, as far as the list of turns needs it. */
export interface OutgoingCall {
  /** `chatbot:12` */
  id: string;
  system: SystemName;
  endpoint: string;
  label: string;
  method: string;
  path: string;
  at: number;
  durationMs?: number | undefined;
  status?: number | undefined;
  fault?: string | undefined;
  summary?: string | undefined;
  /** Two calls with the same one are attempts at the same thing. */
  sameAs: string;
  /** No turn asked for it. */
  isLoose: boolean;
  hints: CallHints;
}

/** What tells whose call it is. */
export interface CallHints {
  /** The connector's event, as a message to the user carries it. */
  eventId?: number | undefined;
  userId?: string | undefined;
  botSession?: string | undefined;
  chatId?: string | undefined;
  deskUser?: string | undefined;
  /** Of Smooch's message that was made. */
  messageId?: string | undefined;
}

/** Everything the connector called, oldest first, brought up to date with what the journals got since the last look. */
export interface CallLog {
  read(): readonly OutgoingCall[];
}

const KEPT = 20_000;

export function createCallLog({ chatbot, smooch, desk }: Stand): CallLog {
  const sessions = new Map<string, string>();
  const followers = [
    followJournal('chatbot', chatbot.control.journal, sessions),
    followJournal('smooch', smooch.control.journal, sessions),
    followJournal('hyperchat', desk.control.journal, sessions),
  ];
  let calls: OutgoingCall[] = [];
  return {
    read() {
      const added = followers.flatMap((follow) => follow());
      if (added.length > 0) calls = [...calls, ...added].sort((a, b) => a.at - b.at);
      if (calls.length > KEPT) calls = calls.slice(-KEPT);
      return calls;
    },
  };
}

/** @returns what reads the new entries, and fills in those that were under way at the last look */
function followJournal(system: SystemName, journal: Journal, sessions: Map<string, string>): () => OutgoingCall[] {
  let last = 0;
  const open = new Map<number, OutgoingCall>();
  return () => {
    for (const [number, call] of open) {
      const entry = journal.getRaw(number);
      if (entry !== undefined) Object.assign(call, entryToCall(system, entry, sessions));
      if (entry?.status !== undefined || entry === undefined) open.delete(number);
    }
    return journal.listRaw({ after: last }).flatMap((entry) => {
      last = entry.number;
      if (isByBrowser(entry)) return [];
      const call = entryToCall(system, entry, sessions);
      if (entry.status === undefined) open.set(entry.number, call);
      return [call];
    });
  };
}

/** The page shows pictures from the simulators: that is nobody's call. */
function isByBrowser({ headers }: JournalEntry): boolean {
  return headers['sec-fetch-dest'] !== undefined;
}

function entryToCall(system: SystemName, entry: JournalEntry, sessions: Map<string, string>): OutgoingCall {
  const { number, endpoint, method, path, at, durationMs, status, fault, body } = entry;
  return {
    id: `${system}:${number}`,
    system,
    endpoint,
    label: labelCall(system, entry),
    method,
    path: hideInPath(path),
    at,
    durationMs,
    status,
    fault,
    summary: summariseCall(system, entry),
    sameAs: `${system} ${method} ${path} ${typeof body === 'object' ? JSON.stringify(body) : String(body)}`.slice(
      0,
      500,
    ),
    isLoose: isLoose(system, endpoint),
    hints: hintsOf(system, entry, sessions),
  };
}

function hintsOf(system: SystemName, entry: JournalEntry, sessions: Map<string, string>): CallHints {
  const { path, sessionId, body, responseBody } = entry;
  if (system === 'chatbot') return { botSession: sessionId ?? rememberedSession(entry, sessions) };
  if (system === 'smooch') {
    const [, userId = sessionId] = /\/appusers\/([^/?]+)/.exec(path) ?? [];
    const step = asMap(asMap(body).metadata).connector_step;
    const eventId = /-(\d+)\.[\d.]+$/.exec(typeof step === 'string' ? step : '')?.[1];
    const messageId = asMap(asMap(responseBody).message)._id;
    return {
      userId,
      eventId: eventId === undefined ? undefined : Number(eventId),
      messageId: typeof messageId === 'string' ? messageId : undefined,
    };
  }
  const created = asMap(asMap(responseBody).chat).id;
  const deskUser = /\/users\/([^/?]+)/.exec(path)?.[1] ?? asMap(body).creator ?? asMap(asMap(responseBody).user).id;
  return {
    chatId: sessionId ?? /\/chats\/([^/?]+)/.exec(path)?.[1] ?? (typeof created === 'string' ? created : undefined),
    deskUser: typeof deskUser === 'string' ? deskUser : undefined,
  };
}

/** A call that was struck by a fault never came to its session: its token was told when the session was opened. */
function rememberedSession({ headers, responseBody }: JournalEntry, sessions: Map<string, string>): string | undefined {
  const token = headers['x-inbenta-session']?.replace(/^Bearer /i, '');
  if (token !== undefined) return sessions.get(token);
  const { sessionToken, sessionId } = asMap(responseBody);
  if (typeof sessionToken !== 'string' || typeof sessionId !== 'string') return undefined;
  sessions.set(sessionToken, sessionId);
  return sessionId;
}
