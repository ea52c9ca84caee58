import { useMemo } from 'react';
import { useNow } from '../api/use-now.ts';
import { useResource } from '../api/use-resource.ts';

/** The desk's time, which can be put forward, milliseconds since 1970; runs by the second. */
export function useDeskNow(): number {
  const { data } = useResource<{ now: number }>('/api/hyperchat/clock', ['desk']);
  const ahead = useMemo(() => (data === undefined ? 0 : data.now - Date.now()), [data]);
  return useNow(1000) + ahead;
}
