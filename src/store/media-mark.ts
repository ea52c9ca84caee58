/**
 * How the payload of a user's event says that it is a picture or a file. What users write cannot say it, since the
 * quotes in it are escaped; looking for the words spares the databases reading JSON, which PostgreSQL refuses for some
 * texts.
 */
const MARKS = ['"input":{"kind":"image"', '"input":{"kind":"file"'] as const;

/** Whether a payload, as JSON, is that of a picture or a file. */
export function isMediaPayload(json: string): boolean {
  return MARKS.some((mark) => json.includes(mark));
}

/** The same in SQL. @param find the database's function that gives the place of a text in a text, 0 for none */
export function mediaInSql(find: 'instr' | 'strpos'): string {
  return `(${MARKS.map((mark) => `${find}(payload, '${mark}') > 0`).join(' or ')})`;
}

/** The same of a payload that is no JSON yet. */
export function isMedia(payload: unknown): boolean {
  const kind = (payload as { input?: { kind?: unknown } } | null | undefined)?.input?.kind;
  return kind === 'image' || kind === 'file';
}
