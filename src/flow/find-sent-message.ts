import type { OutgoingMessage } from '../core/outgoing-message.ts';
import type { KeptMessage } from './ports.ts';

/** Clocks of two machines differ a little. */
const CLOCK_SKEW_MS = 5_000;

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
