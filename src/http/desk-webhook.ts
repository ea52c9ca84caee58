import { WireError } from '../core/errors.ts';
import type { DeskEvent, ParsedDeskEvent } from '../desk/desk-event.ts';
import type { Inbox } from '../store/inbox.ts';
import type { NewEvent } from '../store/schema.ts';

/** Events that become turns. */
export type StoredDeskEvent = Exclude<DeskEvent, { kind: 'ignored' | 'typing' }>;

/** A handshake offers the secret that later events will be signed with. */
export interface OfferedHandshake {
  /** The environment of the request; an armed path has its own. */
  environment: string;
  path: string;
  secret: string;
}

/** A request that says it is an event of the desk. */
export interface DeskRequest {
  /** HyperChat's. */
  appId: string;
  /** The body as it was sent, which is what is signed. */
  raw: Uint8Array;
  /** The same, unpacked. */
  content: Uint8Array;
  signature: string | undefined;
}

/**
 * `environments`: those with the event's app in which it is genuine. `accepts` tells it for any: a chat may belong to
 * one that no rule leads to any more.
 */
export type DeskVerdict =
  | {
      verdict: 'genuine';
      environments: readonly string[];
      accepts(environment: string): 'genuine' | 'forged' | 'ignored';
    }
  | { verdict: 'ignored' }
  | { verdict: 'forged'; advice: string };

export type GenuineDeskVerdict = Extract<DeskVerdict, { verdict: 'genuine' }>;

/** Under which name a request called this server, as it says. */
export interface CalledAs {
  host: string;
  forwardedHost?: string | undefined;
}

/** Where a genuine event came from. */
export interface DeskOrigin {
  /** HyperChat's. */
  appId: string;
  calledAs: CalledAs;
}

/** What becomes of an event: it waits in a lane or is set aside, or why it does not. */
export type DeskPlacing =
  | { outcome: 'waits'; event: Pick<NewEvent, 'lane' | 'kind' | 'payload' | 'setAside'> }
  | Exclude<DeskTaken, { outcome: 'taken' | 'not-understood' }>;

export type DeskTaken =
  | { outcome: 'taken' }
  /** Genuine, and kept as a dead letter. */
  | { outcome: 'not-understood'; event: Pick<NewEvent, 'lane' | 'setAside'> }
  | { outcome: 'ignored'; reason: string }
  | { outcome: 'forged'; advice: string }
  | { outcome: 'later'; reason: string };

/** What the intake has to know about the live-agent desk; handed in, so that this room knows no client. */
export interface DeskIntake {
  /** @returns without `reason` a refusal that need not be logged, since one was a moment ago */
  handshake(offer: OfferedHandshake): Promise<{ echo: true } | { echo: false; reason?: string | undefined }>;
  check(request: DeskRequest): Promise<DeskVerdict>;
  /**
   * @param now milliseconds since 1970
   * @throws WireError for a known event that lacks what it must have
   */
  parse(body: Record<string, unknown>, now: number): ParsedDeskEvent;
  /** The same for two deliveries of one event. */
  dedupeKey(body: Record<string, unknown>): string;
  /** A genuine event that cannot be understood, as a dead letter. @param issues what is wrong where, without values */
  setAside(
    origin: DeskOrigin,
    verdict: GenuineDeskVerdict,
    unread: { body: Record<string, unknown>; issues: readonly string[] },
  ): Promise<DeskPlacing>;
  /** The lane in which an event waits for its turn, and as what. */
  place(origin: DeskOrigin, verdict: GenuineDeskVerdict, event: StoredDeskEvent): Promise<DeskPlacing>;
  /** Passed on at once, and never stored: a late typing indicator is worse than none. */
  onTyping(
    origin: DeskOrigin,
    verdict: GenuineDeskVerdict,
    event: Extract<DeskEvent, { kind: 'typing' }>,
  ): Promise<void>;
}

/** An event of the desk on its way in. */
export interface ReceivedDeskEvent extends DeskRequest, DeskOrigin {
  body: Record<string, unknown>;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

/** Takes an event of the desk: authenticity, full parse, durable append. */
export async function takeDeskEvent(
  { desk, inbox }: { desk: DeskIntake; inbox: Inbox },
  request: ReceivedDeskEvent,
): Promise<DeskTaken> {
  const verdict = await desk.check(request);
  if (verdict.verdict === 'forged') return { outcome: 'forged', advice: verdict.advice };
  if (verdict.verdict === 'ignored') return { outcome: 'ignored', reason: 'chat-disabled' };
  const placed = await place(desk, request, verdict);
  if (placed.outcome !== 'waits') return placed;
  // The chat is part of the key, and it belongs to one environment, wherever its events arrive.
  const dedupe = { key: `desk:${request.appId}:${desk.dedupeKey(request.body)}` };
  const [outcome] = await inbox.accept([{ ...placed.event, dedupe, receivedAt: request.receivedAt }]);
  if (outcome !== 'stored') return { outcome: 'ignored', reason: outcome ?? 'duplicate' };
  return placed.event.setAside === undefined
    ? { outcome: 'taken' }
    : { outcome: 'not-understood', event: placed.event };
}

async function place(
  desk: DeskIntake,
  request: ReceivedDeskEvent,
  verdict: GenuineDeskVerdict,
): Promise<DeskPlacing | { outcome: 'taken' }> {
  try {
    const { event } = desk.parse(request.body, request.receivedAt);
    if (event.kind === 'ignored') return { outcome: 'ignored', reason: event.reason };
    if (event.kind !== 'typing') return await desk.place(request, verdict, event);
    await desk.onTyping(request, verdict, event);
    return { outcome: 'taken' };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return desk.setAside(request, verdict, { body: request.body, issues: error.issues });
  }
}
