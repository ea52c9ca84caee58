import type { JournalEntry } from '../../control/journal.ts';
import type { ServiceEvents as DeskEvents } from '../../hyperchat/hyperchat-service.ts';
import type { Stand } from '../../run/start-stand.ts';
import type { ServiceEvents as SmoochEvents } from '../../smooch/smooch-service.ts';
import type { PageEvents } from './page-events.ts';

/** Tells windows what happens at the simulators; a new rating counts as part of the knowledge. Returns how to stop. */
export function watchStand({ smooch, desk, chatbot }: Stand, events: PageEvents): () => void {
  const onMessage = ({ userId, stored }: SmoochEvents['message'][0]): void => {
    events.tell({ event: 'user', userId });
    // A message ends the dots before it. Said here, where the order of the two is known: windows hear of both a little later.
    if (stored.message.role === 'appMaker') events.tell({ event: 'user', userId, typing: false });
  };
  const onActivity = ({ userId, type }: SmoochEvents['activity'][0]): void =>
    events.tell({ event: 'user', userId, ...(type.startsWith('typing:') && { typing: type === 'typing:start' }) });
  const onDelivery = ({ userId }: SmoochEvents['delivery'][0]): void => {
    events.tell({ event: 'user', userId });
    events.tell({ event: 'wire' });
  };
  const onDesk = ({ chatId }: DeskEvents['event'][0]): void => events.tell({ event: 'desk', chatId });
  const onAgent = (): void => events.tell({ event: 'desk' });
  const onDeskDelivery = (): void => events.tell({ event: 'wire' });
  const onCall = (): void => events.tell({ event: 'wire' });
  const onBotCall = ({ endpoint }: JournalEntry): void => {
    if (endpoint === 'tracking') events.tell({ event: 'knowledge' });
  };

  smooch.control.events.on('message', onMessage).on('activity', onActivity).on('delivery', onDelivery);
  desk.control.events.on('event', onDesk).on('agent', onAgent).on('delivery', onDeskDelivery);
  const unwatch = [smooch, desk, chatbot].map(({ control }) => control.journal.onMove(onCall));
  unwatch.push(chatbot.control.journal.watch(onBotCall));
  return () => {
    smooch.control.events.off('message', onMessage).off('activity', onActivity).off('delivery', onDelivery);
    desk.control.events.off('event', onDesk).off('agent', onAgent).off('delivery', onDeskDelivery);
    for (const stop of unwatch) stop();
  };
}
