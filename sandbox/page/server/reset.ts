import type { Stand } from '../../run/start-stand.ts';
import { applySettings, settingsOf } from '../../smooch/control/settings.ts';
import type { ResetRequest } from '../protocol/page-protocol.ts';
import { readConnectorSettings } from './connector-settings.ts';
import type { PageContext } from './page-context.ts';
import { readExtraInfoNow } from './read-extra-info-now.ts';

/** Puts contents, or everything that the page can change, back as it was at the start. @throws Error with a sentence */
export type Reset = (what: ResetRequest['what']) => Promise<void>;

type Resettable = Pick<PageContext, 'stand' | 'events' | 'phones' | 'connector' | 'scenarios' | 'wire'>;

/** To be called at the start: what is there then is what is put back later. */
export function createReset(page: Resettable): Reset {
  const { stand, events } = page;
  const putBack = [rememberDesk(stand), rememberSmooch(stand)];
  const settings = readConnectorSettings(stand.installation.confDir);
  return async (what) => {
    if (what === 'contents') stand.chatbot.control.resetKnowledge();
    else await resetEverything(page, settings, putBack);
    for (const event of ['state', 'knowledge', 'desk', 'wire'] as const) events.tell({ event });
  };
}

async function resetEverything(
  { stand, phones, connector, scenarios, wire }: Resettable,
  settings: ReturnType<typeof readConnectorSettings>,
  putBack: readonly (() => void)[],
): Promise<void> {
  const { chatbot, smooch, desk } = stand;
  await scenarios.stop();
  for (const back of putBack) back();
  for (const { control } of [chatbot, smooch, desk]) {
    control.faults.clear();
    control.latency.clear();
  }
  chatbot.control.reset();
  for (const { userId } of phones.list()) phones.close(userId);
  phones.open('messenger');
  const isChanged = JSON.stringify(readConnectorSettings(stand.installation.confDir)) !== JSON.stringify(settings);
  if (isChanged) await connector.apply(settings);
  await readExtraInfoNow(stand);
  wire.forget();
}

function rememberSmooch({ smooch: { control } }: Stand): () => void {
  const settings = structuredClone(settingsOf(control));
  return () => {
    control.deliveryEvents.failures.clear();
    applySettings(control, settings);
  };
}

/** Agents who were added later cannot be sent away: they go offline. */
function rememberDesk({ desk: { control } }: Stand): () => void {
  const settings = structuredClone(control.settings);
  const first = new Map(
    control.agents().map(({ id, rooms, langs, capacity, online }) => [id, { rooms, langs, capacity, online }]),
  );
  return () => {
    for (const { id, status } of control.chats()) if (status !== 'closed') control.closeChat(id, 'system');
    control.configure(settings);
    for (const agent of control.agents()) {
      const { online = false, ...setup } = first.get(agent.id) ?? {};
      control.setUpAgent(agent.id, setup);
      if (online && !agent.online) agent.login();
      if (!online && agent.online) agent.logout();
    }
  };
}
