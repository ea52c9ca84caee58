import { graphemes, trimEndMatching } from '../core/text.ts';
import { fittingBeginning, type TextUnit, textSize } from '../core/text-size.ts';

/**
 * A label that takes at most `limit`: a longer one ends with "…" behind its last whole word that fits, never inside a
 * visible character.
 */
export function cutLabel(label: string, limit: number, unit: TextUnit = 'utf16'): string {
  const line = toOneLine(label);
  if (fittingBeginning(line, limit, unit) === line.length) return line;
  const { kept, next } = fittingCharacters(line, limit - textSize('…', unit), unit);
  const lastSpace = next === ' ' ? kept.length : kept.lastIndexOf(' ');
  // A first word that is too long alone is cut where it has to be.
  const whole = kept.slice(0, lastSpace > 0 ? lastSpace : kept.length);
  return `${trimEndMatching(whole.join(''), /[\s,;:–-]/u)}…`;
}

/** The visible characters of a line that fit into a limit, and the one behind them. */
function fittingCharacters(line: string, limit: number, unit: TextUnit): { kept: string[]; next?: string } {
  const kept: string[] = [];
  let size = 0;
  // A character begun inside the limit may end behind it: the next signs say so.
  for (const character of graphemes(line.slice(0, Math.max(limit, 0) + 16))) {
    size += textSize(character, unit);
    if (size > limit) return { kept, next: character };
    kept.push(character);
  }
  return { kept };
}

/** Labels that are shown together: cut like `cutLabel`, equal ones told apart by ` (1)`, ` (2)` inside the limit. */
export function cutLabels(labels: readonly string[], limit: number, unit: TextUnit = 'utf16'): string[] {
  // Of a label of megabytes only the beginning is looked at again and again.
  const lines = labels.map((label) => toOneLine(label).slice(0, limit * 4));
  const cut = lines.map((line) => cutLabel(line, limit, unit));
  const uses = new Map<string, number>();
  for (const label of cut) uses.set(label, (uses.get(label) ?? 0) + 1);
  const isAlone = (label: string) => uses.get(label) === 1;
  const numbered = createNumbering(new Set(cut.filter(isAlone)), limit, unit);
  return cut.map((label, index) => (isAlone(label) ? label : numbered(lines[index] ?? '')));
}

/** Numbers go on where the last label with the same beginning stopped, so that many alike labels stay cheap. */
function createNumbering(taken: Set<string>, limit: number, unit: TextUnit): (line: string) => string {
  const next = new Map<string, number>();
  return (line) => {
    for (let digits = 1; ; digits += 1) {
      const room = limit - ' ()'.length - digits;
      const beginning = room > 0 ? cutLabel(line, room, unit) : undefined;
      const key = `${digits} ${beginning ?? ''}`;
      const end = 10 ** digits;
      for (let number = next.get(key) ?? end / 10; number < end; number += 1) {
        const label = beginning === undefined ? String(number) : `${beginning} (${number})`;
        next.set(key, number + 1);
        if (taken.has(label)) continue;
        taken.add(label);
        return label;
      }
    }
  };
}

/** White space of any kind, line breaks too, as single spaces. */
export function toOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
