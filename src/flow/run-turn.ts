import type { Clock } from '../core/clock.ts';
import type { Conversation } from '../core/conversation.ts';
import type { EventKind, StepRecord, StoredEvent } from '../core/turn-record.ts';
import type { UserEvent } from '../core/user-event.ts';
import { adoptChat } from './adopt-chat.ts';
import { createContext } from './create-context.ts';
import { endAfterFailure, sessionEnd } from './end-turn.ts';
import { type DeliveryFailureEvent, handleDeliveryFailure } from './fall-back.ts';
import {
  type FindEnvironment,
  findConversation,
  type RoutedDeskEvent,
  type UnroutedDeskEvent,
} from './find-conversation.ts';
import { handleDeskEvent } from './handle-desk-event.ts';
import { handleUserEvent } from './handle-user-event.ts';
import { Turn, type TurnTools } from './turn.ts';
import type { FlowLog, TurnContext } from './turn-context.ts';
import type { TurnEnd, TurnLog } from './turn-log.ts';
import { ParkError } from './turn-outcome.ts';
import type { World } from './world.ts';

/** What the flow reads from the store. */
export interface FlowStore extends TurnLog {
  readonly id: string;
  event(id: number): StoredEvent | undefined | Promise<StoredEvent | undefined>;
  steps(eventId: number): StepRecord[] | Promise<StepRecord[]>;
  session(lane: string): string | undefined | Promise<string | undefined>;
  erase(lane: string): Promise<void>;
  /** The lane a chat was stored under. @param chat `<desk appId>:<chat id>` */
  chatLane(chat: string): { lane: string } | undefined | Promise<{ lane: string } | undefined>;
}

export interface RunTurnOptions {
  store: FlowStore;
  clock: Clock;
  world(environment: string): World;
  log: FlowLog;
  tools: Omit<TurnTools, 'log' | 'clock' | 'slots'>;
  /** User events that wait behind this one in its lane. */
  eventsBehind(event: StoredEvent): number | Promise<number>;
  /** Does what an operator asked for. @returns the session to be written with the end of the turn, where it changes */
  control(event: StoredEvent): Promise<TurnEnd['session']>;
  /** The environment of a user whose chat is not known here. */
  findEnvironment: FindEnvironment;
  /** Puts a desk event at the end of its conversation's lane; the same one is put there once. */
  moveToConversation(routed: RoutedDeskEvent, from: StoredEvent): Promise<void>;
  /**
   * Reads what could not be understood once more and puts what it says at the end of its lanes; the same is put there once.
   * @throws WireError when it still cannot be understood
   */
  readAnew(event: StoredEvent): Promise<void>;
  countIgnored(reason: string): void;
  /** Called once per finished turn, for metrics. */
  observe(turn: { kind: string; outcome: string; ms: number; reason?: string }): void;
}

export type TurnOutcome = { status: 'finished' } | { status: 'put-down'; notBefore: number } | { status: 'stopped' };

/** An event whose turn it is. */
export interface RunnableEvent {
  id: number;
  /** A process died with it: a call may have been under way. */
  takenOver: boolean;
  /** The event, when it is at hand. */
  event?: StoredEvent | undefined;
  /** It was never begun: no steps need to be read. */
  untouched: boolean;
}

/**
 * An event that was begun this often without an end is set aside: it may be what ends the process. A beginning counts
 * when it made a step, or has lived for a while: who dies with its process before that did not end it.
 */
const BEGINNINGS = 5;
const COUNTS_AFTER_MS = 10_000;

/** Handles one event from the store, from wherever an earlier run left it. */
export async function runTurn(
  options: RunTurnOptions,
  waiting: RunnableEvent,
  slots: TurnTools['slots'],
): Promise<TurnOutcome> {
  const { store, clock } = options;
  const began = clock.monotonic();
  const event = waiting.event ?? (await store.event(waiting.id));
  if (event === undefined) return { status: 'finished' };
  const recorded = waiting.untouched ? [] : await store.steps(event.id);
  const rerun = waiting.takenOver || recorded.length > 0;
  const onOperatorNeeded = (problem: string) => options.tools.onOperatorNeeded(withApp(event, problem));
  const turn = new Turn(event, recorded, rerun, { ...options.tools, log: store, clock, slots, onOperatorNeeded });
  const counting = setTimeout(() => void turn.count().catch(() => {}), COUNTS_AFTER_MS);
  let context: TurnContext | undefined;
  try {
    const conversation = conversationOf(event);
    context = conversation && (await createContext(options, turn, conversation));
    if (waiting.takenOver && event.takeovers >= BEGINNINGS)
      throw new ParkError(`begun ${BEGINNINGS} times without an end`);
    await turn.begin();
    const changed = await handle(options, turn, context);
    await turn.finish({
      session: changed ?? sessionEnd(context),
      end: { state: 'done', reason: context?.apology ? `apologised: ${context.apology}` : null, at: clock.now() },
    });
    logTurn(options, event, context?.apology ? 'apologised' : 'done', began, context?.apology);
    return { status: 'finished' };
  } catch (error) {
    const { outcome, state } = await endAfterFailure(options, { turn, context }, error);
    if (state !== undefined) logTurn(options, event, state, began);
    return outcome;
  } finally {
    clearTimeout(counting);
    if (context?.sentIds.length === 0) context.typing.stop();
  }
}

const IN_CONVERSATION: readonly EventKind[] = ['user', 'desk', 'delivery'];

function conversationOf({ kind, payload }: StoredEvent): Conversation | undefined {
  return IN_CONVERSATION.includes(kind) ? (payload as { conversation: Conversation }).conversation : undefined;
}

/** What an operator has to mend concerns one app: the others go on. */
function withApp(event: StoredEvent, problem: string): string {
  const conversation = conversationOf(event);
  if (conversation === undefined) return problem;
  return `turns of the Smooch app ${conversation.appId} (${conversation.environment}) wait: ${problem}`;
}

/** @returns the session, where something else than a turn in the conversation changes it */
async function handle(
  options: RunTurnOptions,
  turn: Turn,
  context: TurnContext | undefined,
): Promise<TurnEnd['session']> {
  const { event } = turn;
  if (event.kind === 'control') return options.control(event);
  if (context !== undefined) await handleInConversation(context);
  else if (event.kind === 'desk-lookup') await route(options, turn);
  else if (event.kind === 'user-deleted') await options.store.erase(event.lane);
  else if (event.kind === 'not-understood') await options.readAnew(event);
  else throw new ParkError(`nothing here handles events of kind "${event.kind}"`);
  return undefined;
}

async function handleInConversation(context: TurnContext): Promise<void> {
  const { event } = context.turn;
  if (event.kind === 'user') return handleUserEvent(context, event.payload as UserEvent);
  if (event.kind === 'delivery') return handleDeliveryFailure(context, event.payload as DeliveryFailureEvent);
  const routed = event.payload as RoutedDeskEvent;
  adoptChat(context, routed);
  await handleDeskEvent(context, routed.event);
}

/** The lane of a chat has one work only: to find the conversation and hand the event on. */
async function route(options: RunTurnOptions, turn: Turn): Promise<void> {
  const unrouted = toUnrouted(options, turn.event.payload as UnroutedDeskEvent | OldUnrouted);
  const world = (environment: string) => {
    const { desk, settings } = options.world(environment);
    return { desk, chat: settings.chat };
  };
  const isOn = unrouted.environments.some((name) => world(name).desk !== undefined && world(name).chat !== undefined);
  if (!isOn) return options.countIgnored('chat-disabled');
  const storedLane = async (chatId: string) => (await options.store.chatLane(`${unrouted.appId}:${chatId}`))?.lane;
  const { findEnvironment } = options;
  const routed = await findConversation(turn, { world, storedLane, findEnvironment }, unrouted);
  if (routed === undefined) return options.countIgnored('foreign-chat');
  await options.moveToConversation(routed, turn.event);
}

/** As it was stored when the environment of the request counted. */
type OldUnrouted = Pick<UnroutedDeskEvent, 'event'> & { environment: string };

function toUnrouted(options: RunTurnOptions, payload: UnroutedDeskEvent | OldUnrouted): UnroutedDeskEvent {
  if (!('environment' in payload)) return payload;
  const { environment, event } = payload;
  const appId = options.world(environment).settings.chat?.appId ?? '';
  return { appId, environments: [environment], event };
}

function logTurn(options: RunTurnOptions, event: StoredEvent, outcome: string, began: number, reason?: string): void {
  const ms = Math.round(options.clock.monotonic() - began);
  const why = reason === undefined ? {} : { reason };
  options.observe({ kind: event.kind, outcome, ms, ...why });
  options.log.info({ lane: event.lane, event: event.id, kind: event.kind, outcome, ...why, ms }, 'turn');
}
