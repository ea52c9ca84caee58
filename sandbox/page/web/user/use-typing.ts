import { useEffect, useState } from 'react';
import { usePageEvents } from '../api/page-events.ts';

/** As long as Smooch itself shows the dots when nobody says that they end. */
const LONGEST_MS = 20_000;

/**
 * Whether the business types.
 * @param lastMessageId a message ends it, as on a phone
 */
export function useTyping(userId: string, lastMessageId: string | undefined): boolean {
  const [startedAt, setStartedAt] = useState<{ time: number; after: string | undefined }>();
  usePageEvents((news) => {
    if (news.event !== 'user' || news.userId !== userId || news.typing === undefined) return;
    setStartedAt(news.typing ? { time: Date.now(), after: lastMessageId } : undefined);
  });
  useEffect(() => {
    if (startedAt === undefined) return;
    const timer = setTimeout(() => setStartedAt(undefined), LONGEST_MS);
    return () => clearTimeout(timer);
  }, [startedAt]);
  return startedAt !== undefined && startedAt.after === lastMessageId;
}
