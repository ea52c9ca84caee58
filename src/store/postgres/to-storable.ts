/** PostgreSQL's text takes neither NUL nor half a surrogate pair; names of ours hold none, those of others might. */
export function toStorable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
