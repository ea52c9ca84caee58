import type { MessageMark } from '../../../smooch/control/message-marks.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import type { UserAction } from '../../../smooch/control/user-action.ts';
import type { Phone } from '../../protocol/page-protocol.ts';
import { sendBytes, sendJson } from '../api/http.ts';
import { type UsedResource, useResource } from '../api/use-resource.ts';

const userPath = (userId: string): string => `/api/smooch/users/${encodeURIComponent(userId)}`;

/** A user's whole conversation, oldest message first. */
export function useMessages(userId: string): UsedResource<{ messages: MessageView[] }> {
  return useResource<{ messages: MessageView[] }>(`${userPath(userId)}/messages`, ['user'], userId);
}

/** How far each message is, by its id. */
export function useMarks(userId: string): Record<string, MessageMark> {
  const { data } = useResource<{ marks: Record<string, MessageMark> }>(
    `${userPath(userId)}/marks`,
    ['user', 'state'],
    userId,
  );
  return data?.marks ?? none;
}

const none: Record<string, MessageMark> = {};

/** Does what a user can do. @throws ApiProblem */
export function actAs(userId: string, action: UserAction): Promise<unknown> {
  return sendJson('POST', `${userPath(userId)}/actions`, action);
}

/** @throws ApiProblem */
export function switchChannel(userId: string, platform: string): Promise<unknown> {
  return sendJson('POST', `${userPath(userId)}/channel`, { platform });
}

/** @throws ApiProblem */
export function openPhone(channel: string, name: string): Promise<Phone> {
  return sendJson<Phone>('POST', '/api/page/phones', { channel, ...(name.trim() && { name: name.trim() }) });
}

/** Takes the phone off the page; the user stays. @throws ApiProblem */
export function closePhone(userId: string): Promise<unknown> {
  return sendJson('DELETE', `/api/page/phones/${encodeURIComponent(userId)}`);
}

/** Takes those off that scenarios opened, but for the one that plays. @throws ApiProblem */
export function closePlayedPhones(): Promise<unknown> {
  return sendJson('POST', '/api/page/phones/close-played');
}

/** Uploads a file and sends it as a picture or a file, with the text under it. @throws ApiProblem */
export async function sendFile(userId: string, file: File, caption: string): Promise<void> {
  const { url } = await sendBytes<{ url: string }>(`/api/smooch/media?name=${encodeURIComponent(file.name)}`, file);
  const what = { url, name: file.name, size: file.size, ...(file.type && { mediaType: file.type }) };
  const isImage = file.type.startsWith('image/');
  await actAs(userId, { do: isImage ? 'image' : 'file', ...what, ...(caption && { caption }) });
}
