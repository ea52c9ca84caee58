import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { KeptMessage } from './ports.ts';
import type { TurnContext } from './turn-context.ts';

/** Clocks of two machines differ a little. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Reads the newest page of the conversation and looks for a message this turn may have sent.
 * @param step our mark on it
 */
export async function lookForMessage(
  { turn, world, conversation, session, sentIds }: TurnContext,
  step: string,
  message: OutgoingMessage,
): Promise<{ id: string } | undefined> {
  const kept = await world.channel.recentMessages(conversation);
  return findSentMessage(kept, {
    step,
    message,
    since: turn.event.receivedAt,
    known: [...session.sent, ...sentIds],
  });
}

/**
 * Looks for whatever this turn may have said: by our marks or, where Smooch does not hand metadata back, anything of
 * ours since the event that no other turn has sent.
 */
export async function lookForAnyMessage(context: TurnContext): Promise<{ id: string } | undefined> {
  const { turn, world, conversation, session, sentIds, messagePrefix } = context;
  const ours = (await world.channel.recentMessages(conversation)).filter(({ fromUs }) => fromUs);
  const marks = ours.map(({ metadata }) => metadata.connector_step);
  const found = marks.some((mark) => mark !== undefined)
    ? ours.find((_, index) => String(marks[index]).startsWith(`${messagePrefix}.`))
    : ours.find(
        ({ id, received = 0 }) =>
          ![...session.sent, ...sentIds].includes(id) && received * 1000 >= turn.event.receivedAt - CLOCK_SKEW_MS,
      );
  return found && { id: found.id };
}

/**
 * Looks for a message we may have sent: by our own mark or, where Smooch does not hand metadata back,
 * by author, content and time.
 */
export function findSentMessage(
  kept: readonly KeptMessage[],
  wanted: { step: string; message: OutgoingMessage; since: number; known: readonly string[] },
): { id: string } | undefined {
  const marked = kept.find((message) => message.metadata.connector_step === wanted.step);
  if (marked !== undefined) return { id: marked.id };
  const twin = kept.find(
    (message) =>
      message.fromUs &&
      message.metadata.connector_step === undefined &&
      !wanted.known.includes(message.id) &&
      hasSameContent(message, wanted.message) &&
      message.received !== undefined &&
      message.received * 1000 >= wanted.since - CLOCK_SKEW_MS,
  );
  return twin && { id: twin.id };
}

function hasSameContent(kept: KeptMessage, sent: OutgoingMessage): boolean {
  if (sent.type === 'text') return kept.text?.trim() === sent.text.trim();
  return kept.mediaUrl === sent.mediaUrl;
}
