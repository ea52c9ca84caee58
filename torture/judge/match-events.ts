import type { Deed } from '../ledger.ts';
import type { StoredEvent } from '../read-store.ts';
import { tokenIn } from '../tokens.ts';
import { type Evidence, groupBy } from './evidence.ts';

/** Which stored events tell of which deed. */
export interface MatchedEvents {
  of(deed: Deed): StoredEvent[];
}

/**
 * Finds the stored events of each deed: by the message's id, the token in a button's payload, or the agent's token.
 * A button without anything of its own (yes to an agent) is matched in its order among those of its user.
 */
export function matchEvents({ deeds, stored }: Pick<Evidence, 'deeds' | 'stored'>): MatchedEvents {
  const relevant = stored.filter(({ kind }) => kind === 'user' || kind === 'desk');
  const keyed = groupBy(relevant, eventKey);
  const found = new Map<Deed, StoredEvent[]>();
  const yes = groupBy(
    deeds.filter(({ kind }) => kind === 'agent-yes'),
    ({ user }) => user,
  );
  for (const [user, own] of yes) {
    const events = keyed.get(`yes:${user}`) ?? [];
    // More events than deeds: the last deed gets them all, and counts as handled twice.
    for (const [index, deed] of own.entries())
      found.set(deed, index === own.length - 1 ? events.slice(index) : events.slice(index, index + 1));
  }
  return {
    of: (deed) => found.get(deed) ?? keyed.get(deedKey(deed)) ?? [],
  };
}

function deedKey({ kind, id, token }: Deed): string {
  if (kind === 'option') return `option:${token}`;
  return kind === 'reply' || kind === 'file' ? `desk:${token}` : `message:${id}`;
}

function eventKey({ kind, payload, lane }: StoredEvent): string | undefined {
  if (kind === 'desk') {
    const token = payload.includes('"message"') ? tokenIn(payload) : undefined;
    return token === undefined ? undefined : `desk:${token}`;
  }
  const { messageId, input } = JSON.parse(payload) as { messageId?: string; input: { payload?: string } };
  if (messageId !== undefined) return `message:${messageId}`;
  if (input.payload?.includes('escalateOption')) return `yes:${lane.split(':').at(-1)}`;
  return `option:${tokenIn(input.payload ?? '')}`;
}
