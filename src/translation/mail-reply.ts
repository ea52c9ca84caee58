import { foldText } from '../core/fold-text.ts';
import { isBlank, trimMatching } from '../core/text.ts';
import * as words from './mail-words.ts';

const wroteWords = words.wroteWords.map(foldText);
const senderNames = new Set(words.senderNames.map(foldText));
const headerNames = new Set(words.headerNames.map(foldText));
const signedBeginnings = words.signedBeginnings.map(foldText);
const signedEndings = words.signedEndings.map(foldText);
const closings = new Set(Array.from(words.closings, foldText));

/** No line that begins a quoted mail, or a signature, is longer; of a longer one nothing is looked at. */
const longestLine = 300;

/** A line above a quoted mail is often broken in two or three. */
const linesOfHeading = 3;

/**
 * What somebody wrote in answer to a mail: their text before the quoted mail and before their signature. Who writes
 * below the quoted mail is heard too; a mail that is nothing but a quote stays as it is.
 *
 * Own code, since the libraries for this (email-reply-parser, planer) take seconds to minutes for texts made to hurt
 * them. Every line is looked at once, and no expression runs over more than three of them.
 */
export function mailReply(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  const end = lines.findIndex((_line, index) => endsReply(lines, index));
  if (end === -1) return text;
  const before = lines.slice(0, end);
  if (!isBlank(before.join(''))) return before.join('\n').trimEnd();
  const below = withoutQuotes(lines);
  return isBlank(below) ? text : below;
}

/** The reply of somebody who writes below what they quote. */
function withoutQuotes(lines: readonly string[]): string {
  const own: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    const heading = headingLines(lines, index);
    if (heading === 0 && !isQuoted(line) && !isDivider(line)) own.push(line);
    index += heading || 1;
  }
  const first = own.findIndex((line) => !isBlank(line));
  const end = own.findIndex((line, index) => first !== -1 && index > first && isSignature(line));
  return own
    .slice(0, end === -1 ? undefined : end)
    .join('\n')
    .trim();
}

function endsReply(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (isBlank(line.slice(0, longestLine))) return false;
  return (
    isQuoted(line) || isDivider(line) || isSignature(line) || headingLines(lines, index) > 0 || isHeader(lines, index)
  );
}

function isQuoted(line: string): boolean {
  return /^\s{0,3}>/.test(line);
}

/** `-----Original Message-----`, in any language, and the rule that Outlook draws above a mail. */
function isDivider(line: string): boolean {
  const rule = line.slice(0, longestLine).trim();
  if (line.length > longestLine || !/^(?:-{3}|_{5}|\*{5})/.test(rule)) return false;
  const title = trimMatching(rule, /[-_*\s]/);
  return title === '' ? /^_{5}/.test(rule) : /^-/.test(rule) && rule.endsWith('--');
}

function isSignature(line: string): boolean {
  if (line.length > longestLine) return false;
  if (/^(?:-{2,}|_{2,}|—)\s?$/.test(line)) return true;
  const folded = foldText(line);
  if (closings.has(folded)) return true;
  if (signedBeginnings.some((words) => folded.startsWith(words))) return folded.length <= 120 && !/[.?]\s/.test(line);
  return signedEndings.some((words) => folded.endsWith(words)) && /phone|ipad|android|outlook|samsung/i.test(line);
}

/** How many lines say "On Monday, 5 May 2025 at 10:12, Ana Gil <ana@example.com> wrote:" from there on: up to three. */
function headingLines(lines: readonly string[], index: number): number {
  let heading = '';
  for (const [before, line] of lines.slice(index, index + linesOfHeading).entries()) {
    if (isBlank(line.slice(0, longestLine)) || isQuoted(line) || line.length > longestLine) return 0;
    heading += ` ${line}`;
    if (/[:：]\s?$/.test(line)) return isHeading(heading) ? before + 1 : 0;
  }
  return 0;
}

function isHeading(heading: string): boolean {
  return /[\d@]/.test(heading) && (/@.*>:/.test(heading) || saysWrote(heading));
}

function saysWrote(heading: string): boolean {
  const folded = foldText(heading);
  return wroteWords.some((word) => folded.includes(word));
}

/** `From: ...` with other such lines behind it. */
function isHeader(lines: readonly string[], index: number): boolean {
  if (!senderNames.has(headerName(lines[index]))) return false;
  const next = lines.slice(index + 1, index + 4).map(headerName);
  return next.some((name) => headerNames.has(name));
}

function headerName(line = ''): string {
  const colon = line.slice(0, 40).search(/[:：]/);
  return colon === -1 ? '' : foldText(line.slice(0, colon));
}
