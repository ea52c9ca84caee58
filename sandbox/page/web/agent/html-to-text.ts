/** HTML of an agent or the desk -> one line without markup, for previews. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return html;
  const spaced = html.replace(/<(br|\/p|\/li|\/div)\b/gi, ' $&');
  return (new DOMParser().parseFromString(spaced, 'text/html').body.textContent ?? '').replace(/\s+/g, ' ').trim();
}
