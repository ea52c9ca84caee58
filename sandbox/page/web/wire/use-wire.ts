import { useCallback, useState } from 'react';
import type { WireTurn } from '../../protocol/page-protocol.ts';
import { getJson } from '../api/http.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { useThrottledReading } from './use-throttled-reading.ts';

export interface UsedWire {
  /** Newest first; undefined before the first reading. */
  turns: readonly WireTurn[] | undefined;
  problem: string | undefined;
}

interface Read extends UsedWire {
  path: string;
}

/** The live sequence. Turns that did not change keep their objects. @param userId only of this user */
export function useWire(userId: string | undefined): UsedWire {
  const path = `/api/page/wire${userId === undefined ? '' : `?userId=${encodeURIComponent(userId)}`}`;
  const [last, setLast] = useState<Read>();
  const read = useCallback(async () => {
    const now = await readTurns(path);
    return () => setLast((before) => merge(before, now));
  }, [path]);
  useThrottledReading(read);
  return last?.path === path ? last : { turns: undefined, problem: undefined };
}

async function readTurns(path: string): Promise<Read> {
  try {
    return { path, turns: await getJson<WireTurn[]>(path), problem: undefined };
  } catch (error) {
    return { path, turns: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

function merge(before: Read | undefined, now: Read): Read {
  const old = before?.path === now.path ? before : undefined;
  if (now.turns === undefined) return { ...now, turns: old?.turns };
  const turns = old?.turns === undefined ? now.turns : keepUnchanged(old.turns, now.turns);
  return old !== undefined && old.turns === turns && old.problem === undefined ? old : { ...now, turns };
}
