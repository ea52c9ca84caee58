import { graphemes } from '../core/text.ts';

/** A label of at most `limit` visible characters: a longer one ends with "…" behind its last whole word that fits. */
export function cutLabel(label: string, limit: number): string {
  const line = toOneLine(label);
  const characters = graphemes(line);
  if (characters.length <= limit) return line;
  const kept = characters.slice(0, Math.max(limit - 1, 0));
  const lastSpace = characters[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  // A first word that is too long alone is cut where it has to be.
  const whole = kept.slice(0, lastSpace > 0 ? lastSpace : kept.length).join('');
  return `${whole.replace(/[\s,;:–-]+$/u, '')}…`;
}

/** Labels that are shown together: cut like `cutLabel`, equal ones told apart by ` (1)`, ` (2)` inside the limit. */
export function cutLabels(labels: readonly string[], limit: number): string[] {
  const cut = labels.map((label) => cutLabel(label, limit));
  const uses = new Map<string, number>();
  for (const label of cut) uses.set(label, (uses.get(label) ?? 0) + 1);
  const taken = new Set(cut.filter((label) => uses.get(label) === 1));
  const lastNumbers = new Map<string, number>();
  return cut.map((label, index) => {
    if (uses.get(label) === 1) return label;
    let number = lastNumbers.get(label) ?? 0;
    let numbered: string;
    do {
      number += 1;
      numbered = withNumber(labels[index] ?? '', number, limit);
    } while (taken.has(numbered));
    lastNumbers.set(label, number);
    taken.add(numbered);
    return numbered;
  });
}

function withNumber(label: string, number: number, limit: number): string {
  const suffix = ` (${number})`;
  return suffix.length < limit ? cutLabel(label, limit - suffix.length) + suffix : String(number);
}

/** White space of any kind, line breaks too, as single spaces. */
export function toOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
