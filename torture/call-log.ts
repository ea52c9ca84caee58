import type { SimulatorControl } from '../sandbox/control/gate.ts';
import type { JournalEntry } from '../sandbox/control/journal.ts';
import { partsIn, tokenIn } from './tokens.ts';

export type Service = 'chatbot' | 'smooch' | 'desk';

/** One call of a connector, as the simulator that got it saw it. Times are milliseconds since 1970. */
export interface Call {
  service: Service;
  endpoint: string;
  /** Which life of which instance made it. */
  life: string;
  /** Bot session, user of Smooch, or chat; what the simulator knows of. */
  session?: string;
  at: number;
  /** When it took effect; undefined when it did not. */
  effectAt?: number;
  endedAt: number;
  /** What the connector was answered; 0 for nothing. */
  status: number;
  fault?: string;
  /** What may happen once only: two calls with the same key say the same thing twice. */
  key?: string;
  token?: string;
  /** Of a message to a user. */
  sent?: { step: string; parts: string[]; label?: string };
}

/** Everything the connectors did that has an effect, and every look-up. */
export interface CallLog {
  readonly calls: readonly Call[];
  /** Calls of a life that wait for their answer, as `<service>:<endpoint>`. */
  open(life: string): string[];
  /** How long a call took at most from its making until a simulator took it up, milliseconds. */
  readonly latestMs: number;
  stop(): void;
}

/** Typing, tokens, settings and pictures say nothing about a turn. */
const PASSED_OVER = new Set(['activity', 'auth', 'refresh', 'apis', 'data', 'webhooks', 'media', 'settings', 'agents']);
const HEADER = 'x-torture-life';
const MADE = 'x-torture-made';

/** Listens to the journals of the simulators; keeps of each call only what the judgement needs. */
export function createCallLog(simulators: Record<Service, { control: SimulatorControl }>): CallLog {
  const calls: Call[] = [];
  const services = Object.entries(simulators) as [Service, { control: SimulatorControl }][];
  let latestMs = 0;
  const stops = services.map(([service, { control }]) =>
    control.journal.watch((entry) => {
      latestMs = Math.max(latestMs, entry.at - Number(entry.headers[MADE] ?? entry.at));
      const call = entryToCall(service, entry);
      if (call !== undefined) calls.push(call);
    }),
  );
  return {
    calls,
    get latestMs() {
      return latestMs;
    },
    open: (life) =>
      services.flatMap(([service, { control }]) =>
        control.journal
          .listRaw({ finished: false })
          .filter((entry) => entry.headers[HEADER] === life)
          .map(({ endpoint }) => `${service}:${endpoint}`),
      ),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function entryToCall(service: Service, entry: JournalEntry): Call | undefined {
  const life = entry.headers[HEADER];
  if (life === undefined || PASSED_OVER.has(entry.endpoint)) return undefined;
  const { endpoint, at, sessionId: session, ran, status = 0, durationMs = 0, fault } = entry;
  const effectAt = ran !== undefined && ran.status < 400 ? ran.at : undefined;
  const common = { service, endpoint, life, session, at, effectAt, endedAt: at + durationMs, status, fault };
  return { ...common, ...meaningOf(service, endpoint, entry.body, session) };
}

/** What a call says, where it may be said once only. */
function meaningOf(
  service: Service,
  endpoint: string,
  body: unknown,
  session?: string,
): Pick<Call, 'key' | 'token' | 'sent'> {
  if (body === null || typeof body !== 'object') return {};
  const fields = body as Record<string, unknown>;
  const { message, option, directCall, type, data, text = '', mediaUrl = '', metadata } = fields;
  const at = `${service}:${endpoint}`;
  if (at === 'chatbot:message') {
    return { key: JSON.stringify({ message, option, directCall }), token: tokenIn(String(message)) };
  }
  if (at === 'chatbot:tracking') return { key: JSON.stringify({ type, data }) };
  if (at === 'desk:message') return { key: `${session}:${message}`, token: tokenIn(String(message)) };
  if (at !== 'smooch:message') return {};
  const words = `${text} ${mediaUrl}`;
  const step = String((metadata as Record<string, unknown> | undefined)?.connector_step);
  const parts = partsIn(words);
  const token = tokenIn(words);
  return { key: step, token, sent: { step, parts, ...(token === undefined && { label: String(text) }) } };
}
