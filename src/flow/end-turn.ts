import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { StepRecord } from '../core/turn-record.ts';
import { lookForAnyMessage } from './find-sent-message.ts';
import { noteQuestion } from './rich-messages.ts';
import type { RunTurnOptions, TurnOutcome } from './run-turn.ts';
import type { Turn } from './turn.ts';
import type { TurnContext } from './turn-context.ts';
import type { TurnEnd } from './turn-log.ts';
import { ClaimInDoubtError, PutDownError, StoppedError, UndeliverableError } from './turn-outcome.ts';

interface FailedTurn {
  turn: Turn;
  context: TurnContext | undefined;
}

/** Failures of the store. They are told by name: the flow knows its port only. */
const LEFT_ALONE = ['StoreUnavailableError', 'ClaimLostError', 'ClaimInDoubtError'];

/** Ends a turn that threw: it goes on later, or is set aside. @returns how it ended, when it did */
export async function endAfterFailure(
  options: Pick<RunTurnOptions, 'clock' | 'log'>,
  failed: FailedTurn,
  error: unknown,
): Promise<{ outcome: TurnOutcome; state?: 'undeliverable' | 'parked' }> {
  const { turn, context } = failed;
  const { id, lane } = turn.event;
  if (error instanceof StoppedError) {
    // Its process ends in peace: that is no beginning without an end.
    await turn.finish({ progress: error.progress, takeovers: 0 });
    return { outcome: { status: 'stopped' } };
  }
  if (error instanceof PutDownError) {
    const { notBefore, progress } = error;
    await turn.finish({ putDown: { notBefore, progress } });
    options.log.warn({ lane, event: id, step: progress.step }, `a turn waits: ${error.message}`);
    return { outcome: { status: 'put-down', notBefore } };
  }
  // Nothing can be written about the turn now; it runs again when the store works, or another instance has it.
  if (error instanceof Error && LEFT_ALONE.includes(error.name)) throw error;
  turn.insistOnClaim();
  const reason = error instanceof Error ? error.message : String(error);
  const state = error instanceof UndeliverableError ? 'undeliverable' : 'parked';
  try {
    if (state === 'parked') await apologise(context);
  } catch (interruption) {
    return endAfterFailure(options, failed, interruption);
  }
  options.log.error({ lane, event: id, state, err: error }, `a turn was set aside: ${reason}`);
  await turn.finish({ session: sessionEnd(context), end: { state, reason, at: options.clock.now() } });
  return { outcome: { status: 'finished' }, state };
}

/**
 * The user must not be left in silence; one attempt, since sending may be what failed. Who has read something of the
 * turn already is not told that it failed.
 */
async function apologise(context: TurnContext | undefined): Promise<void> {
  if (context === undefined || hasSpoken(context)) return;
  const { world, conversation, turn } = context;
  context.typing.cancel();
  const step = `${context.messagePrefix}.sorry`;
  const text = world.label('error_generic');
  const message: OutgoingMessage = { type: 'text', text, metadata: { connector_step: step } };
  try {
    const { id } = await turn.lastWord({
      call: () => world.channel.send(conversation, message),
      lookUp: () => lookForAnyMessage(context),
    });
    context.sentIds.push(id);
  } catch (error) {
    if (error instanceof StoppedError || error instanceof ClaimInDoubtError) throw error;
  }
}

/** Whether the user has a message of this turn, of whatever run. */
function hasSpoken({ turn, sentIds, confirmedNow }: TurnContext): boolean {
  const isMessage = ({ name, result }: StepRecord) => /^(?:send|fall-back):/.test(name) && result.includes('"id"');
  return sentIds.length + confirmedNow.length > 0 || turn.recorded().some(isMessage);
}

/** A page of Smooch holds more, but only these can be mistaken for a message of the next turn. */
const SENT_KEPT = 20;

/** The session as it is written with the end of a turn. */
export function sessionEnd(context: TurnContext | undefined): TurnEnd['session'] {
  if (context === undefined) return undefined;
  const { session, turn } = context;
  noteQuestion(session);
  if (turn.waitedForOperator) session.heldUntil = turn.clock.now();
  session.sent = [...session.sent, ...context.sentIds].slice(-SENT_KEPT);
  return {
    document: JSON.stringify(session),
    usedAt: turn.clock.now(),
    hasChat: session.chat !== undefined,
  };
}
