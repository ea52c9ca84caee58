import type { Clock } from '../core/clock.ts';
import type { UserEvent } from '../core/user-event.ts';
import { handleUserEvent } from './handle-user-event.ts';
import { parseSession, type Session } from './session.ts';
import { Turn, type TurnTools } from './turn.ts';
import type { FlowLog, TurnContext } from './turn-context.ts';
import type { StepRecord, StoredEvent, TurnEnd, TurnLog } from './turn-log.ts';
import { ParkError, PutDownError, StoppedError, UndeliverableError } from './turn-outcome.ts';
import { createTyping } from './typing.ts';
import type { World } from './world.ts';

/** What the flow reads from the store. */
export interface FlowStore extends TurnLog {
  readonly id: string;
  event(id: number): StoredEvent | undefined | Promise<StoredEvent | undefined>;
  steps(eventId: number): StepRecord[] | Promise<StepRecord[]>;
  session(lane: string): string | undefined | Promise<string | undefined>;
  takeOver(eventId: number): Promise<void>;
  erase(lane: string): Promise<void>;
}

export interface RunTurnOptions {
  store: FlowStore;
  clock: Clock;
  world(environment: string): World;
  log: FlowLog;
  tools: Omit<TurnTools, 'log' | 'clock' | 'slots'>;
  eventsBehind(lane: string): number;
  /** Does what an operator asked for. */
  control(event: StoredEvent): Promise<void>;
  /** Called once per finished turn, for metrics. */
  observe(turn: { kind: string; outcome: string; ms: number }): void;
}

export type TurnOutcome = { status: 'finished' } | { status: 'put-down'; notBefore: number } | { status: 'stopped' };

/** An event that was begun this often without an end is set aside: it may be what ends the process. */
const BEGINNINGS = 5;

/** Handles one event from the store, from wherever an earlier run left it. */
export async function runTurn(
  options: RunTurnOptions,
  waiting: { id: number; takenOver: boolean; fresh?: StoredEvent | undefined },
  slots: TurnTools['slots'],
): Promise<TurnOutcome> {
  const { store, clock } = options;
  const began = clock.monotonic();
  const event = waiting.fresh ?? (await store.event(waiting.id));
  if (event === undefined) return { status: 'finished' };
  const recorded = waiting.fresh === undefined ? await store.steps(event.id) : [];
  const rerun = waiting.takenOver || recorded.length > 0;
  const turn = new Turn(event, recorded, rerun, { ...options.tools, log: store, clock, slots });
  let context: TurnContext | undefined;
  try {
    if (waiting.takenOver) await countTakeOver(store, event);
    context = event.kind === 'user' ? await createContext(options, event, turn) : undefined;
    await handle(options, event, context);
    await turn.finish({ session: sessionEnd(context), end: { state: 'done', reason: null, at: clock.now() } });
    logTurn(options, event, 'done', began);
    return { status: 'finished' };
  } catch (error) {
    return endAfterFailure(options, { event, turn, context, began }, error);
  } finally {
    if (context?.sentIds.length === 0) context.typing.stop();
  }
}

async function countTakeOver(store: FlowStore, event: StoredEvent): Promise<void> {
  if (event.takeovers + 1 >= BEGINNINGS) throw new ParkError(`begun ${BEGINNINGS} times without an end`);
  await store.takeOver(event.id);
}

async function handle(options: RunTurnOptions, event: StoredEvent, context: TurnContext | undefined): Promise<void> {
  if (context !== undefined) return handleUserEvent(context, event.payload as UserEvent);
  if (event.kind === 'user-deleted') return options.store.erase(event.lane);
  if (event.kind === 'control') return options.control(event);
  throw new ParkError(`nothing here handles events of kind "${event.kind}"`);
}

async function createContext(options: RunTurnOptions, event: StoredEvent, turn: Turn): Promise<TurnContext> {
  const userEvent = event.payload as UserEvent;
  const world = options.world(userEvent.conversation.environment);
  await world.ready();
  const session = parseSession(await options.store.session(event.lane));
  session.channel = userEvent.channel ?? session.channel;
  const names = new Map<string, number>();
  return {
    turn,
    world,
    session,
    conversation: userEvent.conversation,
    log: options.log,
    messagePrefix: `${options.store.id}-${event.origin}`,
    eventsBehind: () => options.eventsBehind(event.lane),
    stepName: (kind) => {
      const count = (names.get(kind) ?? 0) + 1;
      names.set(kind, count);
      return count === 1 ? kind : `${kind}:${count}`;
    },
    typing: createTyping(world.channel, userEvent.conversation),
    sentIds: [],
  };
}

interface FailedTurn {
  event: StoredEvent;
  turn: Turn;
  context: TurnContext | undefined;
  began: number;
}

async function endAfterFailure(options: RunTurnOptions, failed: FailedTurn, error: unknown): Promise<TurnOutcome> {
  const { event, turn, context, began } = failed;
  if (error instanceof StoppedError) {
    await turn.finish({});
    return { status: 'stopped' };
  }
  if (error instanceof PutDownError) {
    await turn.finish({ putDown: { notBefore: error.notBefore, progress: error.progress } });
    options.log.warn(
      { lane: event.lane, event: event.id, step: error.progress.step },
      `a turn waits: ${error.message}`,
    );
    return { status: 'put-down', notBefore: error.notBefore };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const state = error instanceof UndeliverableError ? 'undeliverable' : 'parked';
  options.log.error({ lane: event.lane, event: event.id, state, err: error }, `a turn was set aside: ${reason}`);
  if (state === 'parked') await apologise(context);
  await turn.finish({ session: sessionEnd(context), end: { state, reason, at: options.clock.now() } });
  logTurn(options, event, state, began);
  return { status: 'finished' };
}

/** The user must not be left in silence; one attempt, since sending may be what failed. */
async function apologise(context: TurnContext | undefined): Promise<void> {
  if (context === undefined) return;
  const { world, conversation } = context;
  context.typing.cancel();
  await world.channel.send(conversation, { type: 'text', text: world.label('error_generic') }).catch(() => {});
}

function sessionEnd(context: TurnContext | undefined): TurnEnd['session'] {
  if (context === undefined) return undefined;
  const session: Session = context.session;
  return { document: JSON.stringify(session), usedAt: context.turn.event.receivedAt, hasChat: false };
}

function logTurn(options: RunTurnOptions, event: StoredEvent, outcome: string, began: number): void {
  const ms = Math.round(options.clock.monotonic() - began);
  options.observe({ kind: event.kind, outcome, ms });
  options.log.info({ lane: event.lane, event: event.id, kind: event.kind, outcome, ms }, 'turn');
}
