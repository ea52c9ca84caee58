import { type HtmlMessages, htmlToLine, htmlToMessages } from './html-to-messages.ts';
import type { ImageResolver } from './html-walker.ts';

export interface AgentReading {
  /**
   * Gets every image's source as the agent's editor wrote it: relative ones are the desk's own, `data:` ones hold the
   * image itself. Returns what the image part shall carry as its `url`, or undefined to leave the image out. By
   * default every source is kept as it is.
   */
  resolveImage?: ImageResolver;
  /** What the channel puts around struck-out text; without it such text is left out. */
  strike?: string;
}

/** What an agent wrote, HTML or text -> texts and images in its order. */
export function agentMessageToParts(message: string, options: AgentReading = {}): HtmlMessages {
  const { resolveImage = (source: string) => source, strike } = options;
  return htmlToMessages(message, { resolveImage, strike, isTyped: true });
}

/** A name or a label as the desk keeps it, HTML or text -> plain text. */
export function agentLine(text: string | undefined): string {
  return htmlToLine(text ?? '', { isTyped: true });
}
