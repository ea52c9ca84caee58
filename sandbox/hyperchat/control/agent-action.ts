import { z } from 'zod';

const chatId = z.string();
/** Default: the chat of the agent's oldest open invitation. */
const invitation = { chatId: chatId.optional() };

/** Everything an agent can do, as it comes over the control API. */
export const agentActionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('login') }),
  z.strictObject({ do: z.literal('logout') }),
  z.strictObject({ do: z.literal('accept'), ...invitation }),
  z.strictObject({ do: z.literal('reject'), ...invitation }),
  z.strictObject({ do: z.literal('run-out'), ...invitation }),
  /** Comes into a chat without an invitation. */
  z.strictObject({ do: z.literal('join'), chatId }),
  /** Text or HTML, sent as it is. */
  z.strictObject({ do: z.literal('say'), chatId, text: z.string() }),
  z.strictObject({
    do: z.literal('file'),
    chatId,
    name: z.string().min(1),
    base64: z.base64(),
    /** Default: by the name. */
    type: z.string().optional(),
  }),
  /** `leave` and whatever else: what the desk tells when a connection is lost is not known. */
  z.strictObject({ do: z.literal('activity'), chatId, type: z.string().min(1) }),
  z.strictObject({ do: z.literal('leave'), chatId }),
  z.strictObject({ do: z.literal('transfer'), chatId, to: z.string() }),
  z.strictObject({ do: z.literal('to-inbox'), chatId }),
  z.strictObject({ do: z.literal('close'), chatId, reason: z.string().optional() }),
]);

export type AgentAction = z.output<typeof agentActionSchema>;
