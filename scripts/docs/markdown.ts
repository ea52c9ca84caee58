/** Outside of code a backslash would swallow the character behind it; a bar ends a cell everywhere. */
function escapeCell(cell: string): string {
  const kept = cell.startsWith('`') ? cell : cell.replaceAll('\\', '\\\\');
  return kept.replaceAll('|', '\\|');
}

/** A table of text cells; a cell that begins with a backtick is code. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}

/** Says where a page comes from, for those who want to change it. */
export function generatedNote(source: string): string {
  return `<!-- Written by scripts/generate-docs.ts from ${source}. Change it there, then: npm run docs -->`;
}
