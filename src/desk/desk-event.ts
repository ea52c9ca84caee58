/** What every event of a chat tells. */
interface DeskEventOrigin {
  chatId: string;
  /** When it happened, seconds since 1970. */
  createdAt?: number;
}

/** What a message holds. */
export type DeskMessageContent =
  | { kind: 'text'; html: string }
  /** `url` may be relative to the desk. */
  | { kind: 'media'; url: string; mediaType?: string; name?: string }
  /** A question with answers to choose from. */
  | { kind: 'choices'; html: string; labels: string[] };

/** What happened at the desk. */
export type DeskEvent =
  /** An agent took the chat, the first or another one. */
  | (DeskEventOrigin & { kind: 'agent-joined'; agentId: string })
  /** The desk found no agent and has stopped looking. */
  | (DeskEventOrigin & { kind: 'alone' })
  /** `person`: an agent or the user. */
  | (DeskEventOrigin & {
      kind: 'closed';
      by: { kind: 'system' } | { kind: 'person'; userId: string };
      /** `inactivity`, or whatever else the desk says. */
      reason?: string;
    })
  /** Somebody wrote, an agent or the user himself. */
  | (DeskEventOrigin & { kind: 'message'; messageId?: string; sender: string; content: DeskMessageContent })
  | (DeskEventOrigin & { kind: 'typing'; userId: string; isTyping: boolean })
  /** The chat moved in the queue. */
  | (DeskEventOrigin & { kind: 'queue'; position: number })
  /** Somebody left the chat, which goes on. */
  | (DeskEventOrigin & { kind: 'left'; userId: string })
  /** Asks for nothing. */
  | { kind: 'ignored'; trigger: string; reason: DeskIgnoredReason };

export type DeskIgnoredReason =
  | 'invitation'
  | 'desk-information'
  | 'read-receipt'
  | 'system-line'
  | 'blank'
  | 'unknown-message-type'
  /** Over a day old. */
  | 'stale'
  /** A step in the queue that names no place. */
  | 'no-position'
  | 'unknown-trigger';

/** An event, and what tells it from a repeated delivery. */
export interface ParsedDeskEvent {
  event: DeskEvent;
  dedupeKey: string;
}
