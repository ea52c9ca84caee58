import { randomBytes } from 'node:crypto';
import { type Conversation, type ConversationFacts, createConversation } from '../bot/conversation.ts';

export type Session = { token: string; conversation: Conversation; createdAt: number; lastUsedAt: number };

export type Sessions = {
  open(facts: ConversationFacts): Session;
  /**
   * The session with this token, its idle time begun anew; undefined when there is none or it has expired.
   * @param counts false: the idle time goes on
   */
  use(token: string, counts?: boolean): Session | undefined;
  /** Sessions that have not expired, oldest first. */
  list(): Session[];
  /** Expires one session or all. Returns how many. */
  expire(sessionId?: string): number;
};

/** Expired sessions are thrown away once in so many openings. */
const SWEEP_EVERY = 1000;

/** The chatbot's sessions. One ends when nothing has used it for a while. `now` in milliseconds since 1970. */
export function createSessions(idleSeconds: number, now: () => number): Sessions {
  const byToken = new Map<string, Session>();
  let opened = 0;
  const isAlive = (session: Session): boolean => now() - session.lastUsedAt < idleSeconds * 1000;
  const living = (): Session[] => [...byToken.values()].filter(isAlive);

  function sweep(): void {
    for (const [token, session] of byToken) if (!isAlive(session)) byToken.delete(token);
  }

  return {
    open(facts) {
      if (++opened % SWEEP_EVERY === 0) sweep();
      const token = randomBytes(36).toString('base64url');
      const conversation = createConversation(randomBytes(6).toString('hex'), facts);
      const session = { token, conversation, createdAt: now(), lastUsedAt: now() };
      byToken.set(token, session);
      return session;
    },
    use(token, counts = true) {
      const session = byToken.get(token);
      if (!session || !isAlive(session)) return undefined;
      if (counts) session.lastUsedAt = now();
      return session;
    },
    list: living,
    expire(sessionId) {
      const ended = living().filter(
        ({ conversation }) => sessionId === undefined || conversation.sessionId === sessionId,
      );
      for (const { token } of ended) byToken.delete(token);
      return ended.length;
    },
  };
}
