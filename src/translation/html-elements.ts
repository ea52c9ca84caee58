/** What an element means for a text without markup. */
export type ElementRole =
  | 'paragraph'
  | 'line'
  | 'break'
  | 'list'
  | 'item'
  | 'row'
  | 'cell'
  | 'preformatted'
  | 'link'
  | 'image'
  | 'player'
  | 'frame'
  | 'source'
  | 'dropped'
  | 'inline';

const namesByRole: Record<ElementRole, string> = {
  paragraph: 'p h1 h2 h3 h4 h5 h6 table blockquote dl hr figure',
  line:
    'html body div section article aside header footer main nav address details summary dialog fieldset legend form ' +
    'center dt dd caption figcaption thead tbody tfoot optgroup option hgroup search',
  break: 'br',
  list: 'ul ol menu dir',
  item: 'li',
  row: 'tr',
  cell: 'td th',
  preformatted: 'pre listing xmp plaintext textarea',
  link: 'a',
  image: 'img',
  player: 'video audio object',
  frame: 'iframe embed frame',
  source: 'source',
  dropped: 'script style title template noembed noframes svg canvas datalist head',
  inline:
    'abbr acronym applet area b base basefont bdi bdo big blink button cite code col colgroup data del dfn em font ' +
    'frameset i input ins kbd label link map mark marquee math meta meter nobr noscript output param picture progress ' +
    'q rb rp rt rtc ruby s samp select slot small span strike strong sub sup time track tt u var wbr',
};

const roles = new Map<string, ElementRole>();
for (const [role, names] of Object.entries(namesByRole)) {
  for (const name of names.split(' ')) roles.set(name, role as ElementRole);
}

/** The role of an element; undefined for one that HTML does not know. */
export function elementRole(name: string): ElementRole | undefined {
  return roles.get(name);
}

const tagStart = new RegExp(`</?(?:${[...roles.keys()].join('|')})(?=[\\s/>])|<!--|<!doctype`, 'i');

/** True when a text holds at least one whole tag of an element that HTML knows: only then it is HTML. */
export function hasMarkup(text: string): boolean {
  const start = text.search(tagStart);
  return start !== -1 && start < text.lastIndexOf('>');
}
