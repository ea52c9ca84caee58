import { newId } from '../new-id.ts';
import { requireOpen } from './chats.ts';
import type { DeskState } from './desk-state.ts';
import { forbidden, HyperchatError } from './hyperchat-error.ts';
import type { ChatRecord, MediaRecord, MessageRecord, UserRecord } from './records.ts';

/** A file as somebody sends it. */
export interface NewFile {
  name: string;
  /** MIME type. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

type NewMessage = Pick<MessageRecord, 'sender' | 'type' | 'message'> & { id?: string };

/** Puts a message into a chat and tells everybody. @throws HyperchatError 400 when the chat is closed */
export function addMessage(state: DeskState, chat: ChatRecord, wanted: NewMessage): MessageRecord {
  requireOpen(chat);
  const message: MessageRecord = {
    id: newId('m'),
    ...wanted,
    chat: chat.id,
    created: state.clock.seconds(),
    readBy: [],
  };
  chat.messages.push(message);
  state.messages.set(message.id, message);
  state.publish({ trigger: 'messages:new', chat, message });
  return message;
}

/** Keeps a file and tells the chat. @throws HyperchatError 403 and 413 for a file that is not allowed, 400 as above */
export function addMediaMessage(state: DeskState, chat: ChatRecord, sender: UserRecord, file: NewFile): MediaRecord {
  requireOpen(chat);
  const { allowedExtensions, agentExtensions, limitBytes } = state.settings.media;
  const allowed = sender.work === undefined ? allowedExtensions : agentExtensions;
  if (!allowed.includes(extensionOf(file.name))) throw forbidden('File type is not allowed');
  if (file.bytes.byteLength > limitBytes) throw new HyperchatError(413, 'File is too large');
  const media = addMedia(state, file);
  addMessage(state, chat, { id: media.id, sender: sender.id, type: 'media', message: '' });
  return media;
}

/** Keeps a file without a message, as the pictures inside an agent's HTML. */
export function addMedia(state: DeskState, file: NewFile): MediaRecord {
  const media = { ...file, id: newId('m') };
  state.media.set(media.id, media);
  return media;
}

export function markRead(state: DeskState, chat: ChatRecord, message: MessageRecord, userId: string): void {
  if (!message.readBy.includes(userId)) message.readBy.push(userId);
  state.publish({ trigger: 'messages:read', chat, message, userId });
}

/** Somebody starts or stops typing, or is gone. */
export function showActivity(state: DeskState, chat: ChatRecord, user: UserRecord, type: string): void {
  requireOpen(chat);
  if (user.work === undefined && !state.settings.rules.endUserActivity) return;
  state.publish({ trigger: 'users:activity', chat, userId: user.id, type });
}

function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
