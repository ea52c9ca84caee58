/** What an element means for a text without markup. */
export type ElementRole =
  | 'paragraph'
  | 'line'
  | 'break'
  | 'list'
  | 'item'
  | 'table'
  | 'row'
  | 'cell'
  | 'preformatted'
  | 'link'
  | 'image'
  | 'player'
  | 'frame'
  | 'source'
  | 'quote'
  | 'reading'
  | 'field'
  | 'formula'
  | 'dropped'
  | 'inline';

const namesByRole: Record<ElementRole, string> = {
  paragraph: 'p h1 h2 h3 h4 h5 h6 blockquote dl hr figure',
  line:
    'html body div section article aside header footer main nav address details summary dialog fieldset legend form ' +
    'center dt dd caption figcaption thead tbody tfoot optgroup option hgroup search',
  break: 'br',
  list: 'ul ol menu dir',
  item: 'li',
  table: 'table',
  row: 'tr',
  cell: 'td th',
  preformatted: 'pre listing',
  link: 'a',
  image: 'img',
  player: 'video audio object',
  frame: 'iframe embed frame',
  source: 'source',
  quote: 'q',
  reading: 'rt rtc',
  field: 'input',
  formula: 'math',
  // The brackets of `rp` are for readers without ruby; ours stand there anyway.
  dropped: 'script style title template noscript noembed noframes svg canvas datalist head textarea xmp plaintext rp',
  inline:
    'abbr acronym applet area b base basefont bdi bdo big blink button cite code col colgroup data del dfn em font ' +
    'frameset i ins kbd label link map mark marquee meta meter nobr output param picture progress ' +
    'rb ruby s samp select slot small span strike strong sub sup time track tt u var wbr',
};

const roles = new Map<string, ElementRole>();
for (const [role, names] of Object.entries(namesByRole)) {
  for (const name of names.split(' ')) roles.set(name, role as ElementRole);
}

/** The role of an element; undefined for one that HTML does not know. */
export function elementRole(name: string): ElementRole | undefined {
  return roles.get(name);
}

const formulaParts = new Set(
  (
    'mfrac msup msub msubsup msqrt mroot mrow mi mn mo ms mtext mstyle mpadded menclose mover munder munderover ' +
    'semantics mspace merror mtable mtr mtd mmultiscripts mfenced'
  ).split(' '),
);

/** The role of an element inside a formula; elsewhere these names are words like others. */
export function formulaRole(name: string): ElementRole | undefined {
  if (name === 'annotation' || name === 'annotation-xml' || name === 'mphantom') return 'dropped';
  return formulaParts.has(name) ? 'formula' : elementRole(name);
}

const knownTag = new RegExp(`</?(?:${[...roles.keys()].join('|')})(?=[\\s/>])|</[a-z][\\w:.-]*>|<!--|<!doctype`, 'i');

/**
 * True when a text is HTML: it holds a whole tag of an element that HTML knows, or closes one it does not know.
 * "Dear <name>" is none.
 */
export function hasMarkup(text: string): boolean {
  const start = text.search(knownTag);
  return start !== -1 && start < text.lastIndexOf('>');
}
