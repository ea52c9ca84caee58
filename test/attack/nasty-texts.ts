/**
 * Texts that are cheap to send and dear to read for whoever looks at each sign again and again: long runs of one kind
 * with something else at the end, marks that have to be put in order, signs that are joined, beginnings without an end.
 *
 * @param length UTF-16 units, about
 */
export function nastyTexts(length: number): [name: string, text: string][] {
  const run = (unit: string) => unit.repeat(Math.ceil(length / unit.length));
  const framed = (unit: string) => `a${run(unit)}b`;
  return [
    ['dots between letters', framed('.')],
    ['commas', run(',')],
    ['flags', run('🇪🇸')],
    ['flags between letters', framed('🇪🇸')],
    ['spaces between letters', framed(' ')],
    ['spaces of other kinds', framed('\u00a0\u2003\u3000')],
    ['line breaks between letters', framed('\n')],
    ['empty lines with spaces', framed('\n \n')],
    ['carriage returns', framed('\r')],
    ['accents on one letter', framed('\u0301')],
    ['accents above and below on one letter', framed('\u0301\u0323')],
    ['marks of many classes on one letter', framed('\u05b0\u0301\u0334\u0345\u3099\u093c')],
    ['marks that turn into several', framed('\u0f73\u0f75\u0f81')],
    ['voiced marks of half width', framed('\uff9e\u0334')],
    ['signs nobody sees', framed('\u200e\u00ad\ufe0f')],
    ['joiners', run('👩\u200d')],
    ['families', run('👩‍👩‍👧‍👦 ')],
    ['keycaps', run('1\ufe0f\u20e3')],
    ['tags', `🏴${run('\u{e0067}')}`],
    ['letters of Thai', run('กาลครั้งหนึ่งนานมาแล้ว')],
    ['letters of Chinese', run('我们周一到周五营业')],
    ['sentences of Chinese', run('好。')],
    ['syllables of Korean in parts', run('\u1112\u1161\u11ab')],
    ['syllables of Hindi', run('क्षि')],
    ['ligatures that turn into eighteen letters', run('\ufdfa')],
    ['halves of pairs', run('\ud83d')],
    ['digits of another script', run('٢')],
    ['minus signs', `${run('-')}2`],
    ['zeros', `${run('0')}x`],
    ['brackets that open', run('[')],
    ['brackets and shorthand', run('%[')],
    ['shorthand with an end', `${run('%[$[![%{{&((')}](x)}}%))&`],
    ['shorthand one after another', run('%[a](b)')],
    ['pointed brackets', run('<')],
    ['tags that never end', run('<a ')],
    ['tags that open', run('<b>')],
    ['tags that open and others that close', run('<b>') + run('</i>')],
    ['comments that never end', run('<!--')],
    ['ampersands', run('&')],
    ['entities without an end', run('&amp')],
    ['quotes', run('>\n')],
    ['headings of mails', run('On 1 wrote:\n')],
    ['headers of mails', run('From: a@b\n')],
    ['signatures', run('--\n')],
    ['names to put in', run('$a')],
    ['one word', run('w')],
    ['words', run('word ')],
    ['sentences', run('A b. ')],
    ['quoted words', run('"a" ')],
  ];
}
