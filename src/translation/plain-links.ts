import type { ChannelLimits } from '../core/channel-limits.ts';
import type { UrlLink } from './draft.ts';

/**
 * The links of a message -> those that the channel takes as buttons, and those that have to be lines of the text.
 * LINE refuses a whole message for one button that opens no page (Smooch docs: link action).
 */
export function splitLinks(links: readonly UrlLink[], limits: ChannelLimits): { buttons: UrlLink[]; lines: string[] } {
  if (limits.name !== 'line') return { buttons: [...links], lines: [] };
  const isPage = ({ uri }: UrlLink) => /^https?:/i.test(uri);
  return {
    buttons: links.filter(isPage),
    lines: links.filter((link) => !isPage(link)).map(({ title, uri }) => `${title}: ${uri}`),
  };
}
