import { useEffect, useMemo, useRef } from 'react';
import { actAsAgent } from './desk-api.ts';

/** After so long without a key nobody types any more. */
const IDLE_MS = 3000;

/** Tells the desk that the agent types, and when that ends: after a pause, after sending, when the chat is left. */
export function useAgentTyping(agentId: string, chatId: string): { start: () => void; stop: () => void } {
  const timer = useRef<number>(undefined);
  const typing = useMemo(() => {
    const tell = (type: string): void => {
      actAsAgent(agentId, { do: 'activity', chatId, type }).catch(() => undefined);
    };
    const stop = (): void => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      timer.current = undefined;
      tell('not-writing');
    };
    const start = (): void => {
      if (timer.current === undefined) tell('writing');
      clearTimeout(timer.current);
      timer.current = window.setTimeout(stop, IDLE_MS);
    };
    return { start, stop };
  }, [agentId, chatId]);
  useEffect(() => typing.stop, [typing]);
  return typing;
}
