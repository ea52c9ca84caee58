import { type HtmlMessages, htmlToMessages } from './html-to-messages.ts';
import type { ImageResolver } from './html-walker.ts';

/**
 * What an agent wrote, HTML or text -> texts and images in its order.
 *
 * @param resolveImage Gets every image's source as the agent's editor wrote it: relative ones are the desk's own,
 *   `data:` ones hold the image itself. Returns what the image part shall carry as its `url`, or undefined to leave
 *   the image out. By default every source is kept as it is.
 */
export function agentMessageToParts(message: string, resolveImage: ImageResolver = (source) => source): HtmlMessages {
  return htmlToMessages(message, resolveImage);
}
