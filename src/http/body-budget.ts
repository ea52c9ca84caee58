import { BodyError } from './body-error.ts';

/** In bytes. */
export interface BodyLimits {
  /** The cap for one body, unpacked. */
  one: number;
  /** For all that are held; small ones have `small` besides. */
  all: number;
  /** For all bodies of at most `beginning`, of senders nobody knows. */
  small: number;
  /** How much is read of a body before anybody vouches for it. */
  beginning: number;
  /** For all larger bodies that a signature vouches for, which can only be checked at the end. */
  unproven: number;
}

/** What one body holds, from its first byte until it is answered. */
export interface Holding {
  /** @throws BodyError 503 when there is no room */
  take(bytes: number): void;
  /**
   * It counts among the large ones from now on.
   * @throws BodyError 503 when there is no room
   */
  enlarge(proven: boolean): void;
  /** Its signature fits. */
  prove(): void;
  /** It has arrived, and loses its place to no other any more. */
  complete(): void;
  release(): void;
}

interface Entry {
  bytes: number;
  pool: 'small' | 'large' | 'unproven';
  evict(error: BodyError): void;
}

/**
 * Room for bodies, such that strangers' never use up what genuine ones need: large ones come out of a room of their own, and
 * of small ones that do not arrive the oldest makes way. Genuine ones are one packet or two.
 */
export function createBodyBudget(limits: BodyLimits): (evict: (error: BodyError) => void) => Holding {
  const held = { small: 0, large: 0, unproven: 0 };
  const arriving = new Set<Entry>();

  const release = (entry: Entry) => {
    arriving.delete(entry);
    held[entry.pool] -= entry.bytes;
    entry.bytes = 0;
  };
  const makeRoom = (bytes: number, except: Entry) => {
    for (const oldest of arriving) {
      if (held.small + bytes <= limits.small) return;
      if (oldest === except || oldest.pool !== 'small') continue;
      release(oldest);
      oldest.evict(noRoom());
    }
  };
  const hasRoom = (pool: Entry['pool'], bytes: number) => {
    if (pool === 'small') return held.small + bytes <= limits.small;
    if (pool === 'unproven' && held.unproven + bytes > limits.unproven) return false;
    return held.small + held.large + held.unproven + bytes <= limits.all;
  };
  const move = (entry: Entry, pool: Entry['pool']) => {
    held[entry.pool] -= entry.bytes;
    held[pool] += entry.bytes;
    entry.pool = pool;
  };

  return (evict) => {
    const entry: Entry = { bytes: 0, pool: 'small', evict };
    arriving.add(entry);
    return {
      take(bytes) {
        if (entry.pool === 'small') makeRoom(bytes, entry);
        if (!hasRoom(entry.pool, bytes)) throw noRoom();
        entry.bytes += bytes;
        held[entry.pool] += bytes;
      },
      enlarge(proven) {
        const pool = proven ? 'large' : 'unproven';
        if (!hasRoom(pool, 0) || (!proven && held.unproven + entry.bytes > limits.unproven)) throw noRoom();
        move(entry, pool);
      },
      prove: () => move(entry, 'large'),
      complete: () => void arriving.delete(entry),
      release: () => release(entry),
    };
  };
}

function noRoom(): BodyError {
  return new BodyError(503, 'too many bodies are being read: try again later');
}
