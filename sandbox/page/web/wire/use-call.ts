import { useEffect, useState } from 'react';
import type { WireCall } from '../../protocol/page-protocol.ts';
import { getJson } from '../api/http.ts';

/** Reads one call with its bodies; again when its answer has come. @param status of the call, as the sequence knows it */
export function useCall(id: string, status: number | undefined): { bodies?: WireCall; problem?: string } {
  const [state, setState] = useState<{ bodies?: WireCall; problem?: string }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another status means another answer
  useEffect(() => {
    let wanted = true;
    getJson<WireCall>(`/api/page/wire/${encodeURIComponent(id)}`).then(
      (bodies) => wanted && setState({ bodies }),
      (error: unknown) => wanted && setState({ problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [id, status]);
  return state;
}
