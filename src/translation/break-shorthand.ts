/**
 * Where Smooch's shorthand begins and how it goes on: `%[label](address)`, `$[label](amount)`, `![](address)`,
 * `%{{template}}%`, `&((whatsapp template))&` (Smooch docs: shorthand for images and buttons, templates).
 */
const shorthands = [
  { begins: /([%$!])(?=\[)/g, goesOn: '](' },
  { begins: /(%)(?=\{\{)/g, goesOn: '}}%' },
  { begins: /(&)(?=\(\()/g, goesOn: '))&' },
];

/** Takes no room, and no keyboard writes it: the word joiner. */
const invisible = '\u2060';

/**
 * A text in which Smooch finds no shorthand: it is shown as it was written, and nothing of it becomes a button, a
 * picture or a template. Only a beginning that something of the same kind follows is broken.
 */
export function breakShorthand(text: string): string {
  return shorthands.reduce((broken, { begins, goesOn }) => {
    const last = broken.lastIndexOf(goesOn);
    if (last === -1) return broken;
    return broken.replace(begins, (sign, _sign, at: number) => (at < last ? sign + invisible : sign));
  }, text);
}
