import { DESK, type DeskStand } from '../support/desk-stand.ts';

interface DeskAnswer {
  user: { id: string };
  chat: { id: string };
}

/** What another client of the same HyperChat app does: `/users`, `/chats`. */
export async function postToDesk({ desk }: DeskStand, path: string, body: unknown): Promise<DeskAnswer> {
  const response = await fetch(`${desk.url}/v1${path}`, {
    method: 'POST',
    headers: { 'x-hyper-appid': DESK.appId, 'x-hyper-secret': DESK.secret, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`HyperChat refused it: ${response.status} ${await response.text()}`);
  return (await response.json()) as DeskAnswer;
}

/** Opens a chat that the connector knows nothing of. @returns its id */
export async function openChatElsewhere(
  stand: DeskStand,
  externalId: string,
  place: { room?: number; source?: number } = {},
): Promise<string> {
  const { user } = await postToDesk(stand, '/users', { name: 'Somebody', externalId });
  const { chat } = await postToDesk(stand, '/chats', { creator: user.id, room: 1, source: 3, ...place });
  return chat.id;
}
