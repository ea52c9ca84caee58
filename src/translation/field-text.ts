type Attributes = Readonly<Record<string, string>>;

/** What a page shows of an `<input>`, as text; empty for one that shows nothing that can be said. */
export function fieldText(attributes: Attributes): string {
  const type = attributes.type?.trim().toLowerCase() ?? 'text';
  if (type === 'checkbox') return 'checked' in attributes ? '☑' : '☐';
  if (type === 'radio') return 'checked' in attributes ? '◉' : '○';
  if (type === 'image') return attributes.alt ?? attributes.value ?? '';
  return ['hidden', 'password', 'file', 'color', 'range'].includes(type) ? '' : (attributes.value ?? '');
}
