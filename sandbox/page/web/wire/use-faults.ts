import { useCallback, useState } from 'react';
import type { FaultListing } from '../../../control/faults.ts';
import { getJson } from '../api/http.ts';
import { useThrottledReading } from './use-throttled-reading.ts';

/** The systems that can be disturbed, in the order of their lanes. */
export const DISTURBED = ['smooch', 'chatbot', 'hyperchat'] as const;
export type DisturbedSystem = (typeof DISTURBED)[number];

export interface SystemFaults {
  rules: FaultListing[];
  /** Milliseconds by endpoint; `*` is every one. */
  latency: Record<string, number>;
}

export type Faults = Record<DisturbedSystem, SystemFaults>;

/** What disturbs the three systems at the moment. A fault that struck as often as it should is gone. */
export function useFaults(): { faults: Faults | undefined; reload: () => Promise<void> } {
  const [faults, setFaults] = useState<Faults>();
  const read = useCallback(async () => {
    const now = await readFaults().catch(() => undefined);
    return () => setFaults((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : (now ?? before)));
  }, []);
  useThrottledReading(read);
  const reload = useCallback(async () => (await read())(), [read]);
  return { faults, reload };
}

/** How many disturbances are set. */
export function countFaults(faults: Faults | undefined): number {
  if (faults === undefined) return 0;
  return Object.values(faults).reduce((sum, { rules, latency }) => sum + rules.length + Object.keys(latency).length, 0);
}

async function readFaults(): Promise<Faults> {
  const entries = DISTURBED.map(async (system) => {
    const [rules, latency] = await Promise.all([
      getJson<FaultListing[]>(`/api/${system}/faults`),
      getJson<Record<string, number>>(`/api/${system}/latency`),
    ]);
    return [system, { rules, latency }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Faults;
}
