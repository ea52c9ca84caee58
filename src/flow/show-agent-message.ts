import { retryPolicies } from '../core/retry.ts';
import { isBlank } from '../core/text.ts';
import type { DeskMessageContent } from '../desk/desk-event.ts';
import { agentLine, agentMessageToParts } from '../translation/agent-to-user.ts';
import { strikeSign } from '../translation/strike-marks.ts';
import { chatParts } from './chat-parts.ts';
import { sayLabel, sayText } from './say.ts';
import { sendMessage } from './send-messages.ts';
import type { TurnContext } from './turn-context.ts';

/** Shows what an agent wrote or sent. */
export async function showAgentMessage(context: TurnContext, content: DeskMessageContent): Promise<void> {
  if (content.kind === 'media') return showFile(context, content.url);
  const { turn, log } = context;
  const { name } = context.world.limits(context.session.channel);
  const { parts, notes } = turn.record(context.stepName('agent-message'), () =>
    contentToParts(content, strikeSign(name)),
  );
  for (const note of notes) log.warn({ lane: turn.event.lane }, note);
  for (const part of parts) {
    if (part.type === 'image') await showFile(context, part.url);
    else await sayText(context, part.text);
  }
}

function contentToParts(content: Exclude<DeskMessageContent, { kind: 'media' }>, strike: string | undefined) {
  const resolveImage = (source: string) => (isPasted(source) ? undefined : source);
  const { parts, notes } = agentMessageToParts(content.html, { resolveImage, strike });
  const labels = (content.kind === 'text' ? [] : content.labels)
    .map(agentLine)
    .filter((label) => !isBlank(label))
    .map((label) => `- ${label}`);
  return { notes, parts: labels.length === 0 ? parts : [...parts, { type: 'text' as const, text: labels.join('\n') }] };
}

/** Pictures that are part of the text itself are dropped, as in answers of the bot. */
function isPasted(source: string): boolean {
  return source.trim().toLowerCase().startsWith('data:');
}

/**
 * A file of the desk is fetched with the desk's credentials and handed to Smooch, so that no address with a secret
 * ever reaches a user.
 */
async function showFile(context: TurnContext, url: string): Promise<void> {
  const { turn, world, conversation, log } = context;
  const parts = chatParts(context);
  if (parts === undefined) return;
  const handed = await turn.attempt(context.stepName('agent-media'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: async () => {
      const file = await parts.desk.fetchMedia(url).catch(refusedToFailure);
      if ('refused' in file) return file;
      const { mediaUrl } = await world.channel.uploadAttachment(conversation, file);
      return { mediaUrl, isImage: file.mediaType.startsWith('image/'), name: file.name };
    },
  });
  if (!handed.ok || 'refused' in handed.value) {
    const reason = handed.ok && 'refused' in handed.value ? handed.value.refused : handed.ok ? '' : handed.reason;
    log.warn({ lane: turn.event.lane, reason }, 'a file of the agent could not be handed on');
    return sayLabel(context, 'media_failed');
  }
  const { mediaUrl, isImage, name } = handed.value;
  const message = isImage
    ? ({ type: 'image', mediaUrl } as const)
    : ({ type: 'file', mediaUrl, altText: name } as const);
  await sendMessage(context, message, { agentFile: true });
}

/** An address that must not be fetched stays so: trying again changes nothing. */
function refusedToFailure(error: unknown): { refused: string } {
  if (error instanceof Error && error.name === 'FetchRefusedError') return { refused: error.message };
  throw error;
}
