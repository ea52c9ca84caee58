import { attributeText } from './attribute-text.ts';
import type { UrlLink } from './draft.ts';
import { htmlToLine } from './html-to-messages.ts';
import { buttonAddress } from './link-target.ts';
import type { UrlButtonsSetting } from './render-context.ts';

/** A setting that names the attribute and both of its parts. */
type Names = Required<UrlButtonsSetting>;

/**
 * The url buttons of an answer: the attribute holds one group of title and url, or a list of groups.
 * One without title or usable url is left out alone, and noted so that an editor can find it.
 */
export function urlButtons(
  attributes: Readonly<Record<string, unknown>>,
  setting: UrlButtonsSetting | undefined,
  notes: string[],
): UrlLink[] {
  const { attribute_name = '', button_title_var = '', button_url_var = '' } = setting ?? {};
  if (!attribute_name || !button_title_var || !button_url_var || !Object.hasOwn(attributes, attribute_name)) return [];
  const value = attributes[attribute_name];
  const groups = (Array.isArray(value) ? value : [value]).filter((group) => !isEmpty(group));
  const links: UrlLink[] = [];
  for (const [index, group] of groups.entries()) {
    const read = readGroup(group, { attribute_name, button_title_var, button_url_var });
    if ('fault' in read) notes.push(`a url button was left out: number ${index + 1} of ${groups.length} ${read.fault}`);
    else links.push(read);
  }
  return links;
}

function readGroup(group: unknown, names: Names): UrlLink | { fault: string } {
  if (!isGroup(group)) return { fault: `is no group of ${names.button_title_var} and ${names.button_url_var}` };
  const title = htmlToLine(attributeText(group, names.button_title_var) ?? '');
  const address = buttonAddress(attributeText(group, names.button_url_var) ?? '');
  if (title === '') return { fault: `has no title (${names.attribute_name}, ${names.button_title_var})` };
  if ('fault' in address) return { fault: `${address.fault} (${names.attribute_name}, ${names.button_url_var})` };
  return { title, uri: address.uri };
}

/** An attribute without a value, or an object of it that nobody filled in. */
function isEmpty(group: unknown): boolean {
  return group === null || group === undefined || (typeof group === 'string' && group.trim() === '');
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
