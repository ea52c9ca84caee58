import { z } from 'zod';
import type { BotAnswer } from '../chatbot/wire.ts';
import { isBlank } from '../core/text.ts';

/** What cannot be used is left out, so that the rest of an old button still works. */
const maybeText = z.string().max(20_000).optional().catch(undefined);
const maybe = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined);

/** A federated result as the Chatbot API sends it (Inbenta docs: answer types). */
const wireSubAnswer = z.object({
  message: maybeText,
  messageList: z.array(z.string().max(20_000)).max(20).optional().catch(undefined),
  attributes: maybe({ title: maybeText }),
  parameters: maybe({
    contents: maybe({
      title: maybeText,
      url: maybe({ value: maybeText }),
      trackingCode: maybe({ clickCode: maybeText }),
    }),
  }),
});

/** The result that an old button holds; undefined when there is nothing in it to show. */
export function parseOldSubAnswer(value: unknown): BotAnswer | undefined {
  const { data } = wireSubAnswer.safeParse(value);
  if (data === undefined) return undefined;
  const listed = (data.messageList ?? []).filter((text) => !isBlank(text));
  const messages = listed.length > 0 ? listed : [data.message ?? ''].filter((text) => !isBlank(text));
  const { contents } = data.parameters ?? {};
  const title = contents?.title ?? data.attributes?.title;
  if (messages.length === 0 && isBlank(title) && isBlank(contents?.url?.value)) return undefined;
  return {
    type: 'answer',
    messages,
    options: [],
    flags: [],
    attributes: {},
    contents: { title, url: contents?.url?.value, clickCode: contents?.trackingCode?.clickCode, related: [] },
    actions: [],
    subAnswers: [],
  };
}
