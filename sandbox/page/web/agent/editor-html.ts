const inline: Record<string, string> = { b: 'b', strong: 'b', i: 'i', em: 'i', u: 'u', ul: 'ul', ol: 'ol', li: 'li' };

/** What stands in the editor -> the HTML the desk sends; an empty text for nothing. */
export function editorToHtml(editor: HTMLElement): string {
  const html = [...editor.childNodes].map(nodeToHtml).join('');
  const trimmed = html.replace(/^(?:<br>|\s|&nbsp;)+|(?:<br>|\s|&nbsp;)+$/g, '');
  return trimmed.replace(/<[^>]*>|&nbsp;/g, '').trim() === '' ? '' : trimmed;
}

function nodeToHtml(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return escapeHtml(node.textContent ?? '');
  if (!(node instanceof HTMLElement)) return '';
  const children = [...node.childNodes].map(nodeToHtml).join('');
  const name = node.tagName.toLowerCase();
  if (name === 'br') return '<br>';
  if (name === 'a') return `<a href="${escapeHtml(node.getAttribute('href') ?? '')}">${children}</a>`;
  // Browsers begin a line of an editor with an element of its own.
  if (name === 'div' || name === 'p') return `<p>${children === '<br>' ? '' : children}</p>`;
  const tag = inline[name];
  return tag === undefined ? children : `<${tag}>${children}</${tag}>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\u00a0', '&nbsp;');
}
