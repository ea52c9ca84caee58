import { attributeText } from './attribute-text.ts';
import type { UrlLink } from './draft.ts';
import { htmlToLine } from './html-to-messages.ts';
import { webAddress } from './link-target.ts';
import type { UrlButtonsSetting } from './render-context.ts';

/**
 * The url buttons of an answer: the attribute holds one group of title and url, or a list of groups.
 * One without title or usable url: no buttons at all, since the editor has to see that something is wrong.
 */
export function urlButtons(
  attributes: Readonly<Record<string, unknown>>,
  setting: UrlButtonsSetting | undefined,
  notes: string[],
): UrlLink[] {
  const { attribute_name: name, button_title_var: titleVar, button_url_var: urlVar } = setting ?? {};
  if (!name || !titleVar || !urlVar || !Object.hasOwn(attributes, name)) return [];
  const value = attributes[name];
  const links: UrlLink[] = [];
  for (const group of (Array.isArray(value) ? value : [value]).filter(isGroup)) {
    const title = htmlToLine(attributeText(group, titleVar) ?? '');
    const uri = webAddress(attributeText(group, urlVar) ?? '');
    if (title === '' || uri === undefined) {
      notes.push(`the url buttons of an answer were left out: one lacks ${title === '' ? titleVar : urlVar}`);
      return [];
    }
    links.push({ title, uri });
  }
  return links;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
