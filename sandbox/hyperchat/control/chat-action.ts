import { z } from 'zod';
import type { HyperchatControl } from './hyperchat-control.ts';

/** What happens to a chat without an agent doing it, as it comes over the control API. */
export const chatActionSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('close'),
    by: z.enum(['system', 'user']).default('system'),
    reason: z.string().optional(),
  }),
  z.strictObject({ do: z.literal('system-message'), text: z.string() }),
  z.strictObject({
    do: z.literal('object'),
    sender: z.string(),
    message: z.string(),
    options: z.array(z.strictObject({ label: z.string() })),
  }),
  /** Without a position: the one the chat has. */
  z.strictObject({ do: z.literal('position'), position: z.int().optional() }),
  z.strictObject({ do: z.literal('invite'), agentId: z.string() }),
  z.strictObject({ do: z.literal('move'), room: z.int() }),
]);

export type ChatAction = z.output<typeof chatActionSchema>;

/** Does what the action says; throws a HyperchatError when the desk would not. */
export function performChatAction(control: HyperchatControl, chatId: string, action: ChatAction): void {
  switch (action.do) {
    case 'close':
      control.closeChat(chatId, action.by, action.reason);
      break;
    case 'system-message':
      control.saySystem(chatId, action.text);
      break;
    case 'object':
      control.sendObject(chatId, action.sender, { message: action.message, options: action.options });
      break;
    case 'position':
      control.tellPosition(chatId, action.position);
      break;
    case 'invite':
      control.invite(chatId, action.agentId);
      break;
    case 'move':
      control.moveChat(chatId, action.room);
      break;
  }
}
