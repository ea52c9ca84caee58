import { usePageState } from '../api/use-page-state.ts';
import { setParams } from '../shell/route.ts';
import type { ChatView } from './desk-api.ts';

/** How a chat is opened; its user's phone comes to the front, if it is on the page. */
export function useChooseChat(): (chat: ChatView) => void {
  const phones = usePageState().data?.phones ?? [];
  return ({ id, externalId }) => {
    // The connector names users at the desk `smooch-<app>-<user>`.
    const phone = phones.find(({ userId }) => externalId?.endsWith(`-${userId}`));
    setParams({ chat: id, ...(phone && { phone: phone.userId }) });
  };
}
