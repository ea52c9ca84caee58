import type { DeskEvent, ParsedDeskEvent } from '../desk/desk-event.ts';
import type { Inbox } from '../store/inbox.ts';
import type { NewEvent } from '../store/schema.ts';

/** Events that become turns. */
export type StoredDeskEvent = Exclude<DeskEvent, { kind: 'ignored' | 'typing' }>;

/** What the intake has to know about the live-agent desk; handed in, so that this room knows no client. */
export interface DeskIntake {
  /** A handshake offers the secret that later events will be signed with. */
  handshake(environment: string, secret: string): Promise<{ echo: true } | { echo: false; reason: string }>;
  check(request: {
    environment: string;
    appId: string;
    /** The body as it was sent, which is what is signed. */
    raw: Uint8Array;
    /** The same, unpacked. */
    content: Uint8Array;
    signature: string | undefined;
  }): Promise<{ verdict: 'genuine' } | { verdict: 'ignored' } | { verdict: 'forged'; advice: string }>;
  /** @throws WireError for a known event that lacks what it must have */
  parse(body: Record<string, unknown>, raw: Uint8Array): ParsedDeskEvent;
  /** The lane in which an event waits for its turn, and as what. */
  place(
    environment: string,
    appId: string,
    event: StoredDeskEvent,
  ): Promise<Pick<NewEvent, 'lane' | 'kind' | 'payload'>>;
  /** Passed on at once, and never stored: a late typing indicator is worse than none. */
  onTyping(environment: string, event: Extract<DeskEvent, { kind: 'typing' }>): Promise<void>;
}

/** @returns why the event asks for nothing, or undefined when it was stored or passed on */
export async function acceptDeskEvent(
  parts: { desk: DeskIntake; inbox: Inbox },
  origin: { environment: string; appId: string; receivedAt: number },
  { event, dedupeKey }: ParsedDeskEvent,
): Promise<string | undefined> {
  const { environment, appId, receivedAt } = origin;
  if (event.kind === 'ignored') return event.reason;
  if (event.kind === 'typing') {
    await parts.desk.onTyping(environment, event);
    return undefined;
  }
  const [outcome] = await parts.inbox.accept([
    {
      ...(await parts.desk.place(environment, appId, event)),
      dedupe: { key: `${environment}:desk:${appId}:${dedupeKey}` },
      receivedAt,
    },
  ]);
  return outcome === 'stored' ? undefined : outcome;
}
