import type { AgentLine } from './agent-line.ts';
import { type ConversationView, createConversationView, type ViewParts } from './conversation-view.ts';
import { performAgentLine } from './desk-agent.ts';
import { HELP, type Line, parseLine, type Speaker } from './parse-line.ts';

/** What became of a line. */
export type Entered =
  /** Something was done. `shown` is how a transcript tells it; `isSilent`: nobody need see anything of it. */
  | { kind: 'sent'; speaker: Speaker; shown: string; isSilent?: boolean }
  /** Nothing was sent; the lines are for whoever typed. */
  | { kind: 'told'; lines: string[] }
  | { kind: 'mistake'; text: string }
  | { kind: 'quit' };

/** One user's conversation, with the bot and with agents, typed and read in a terminal. */
export interface Chat {
  /** Does what a line says. */
  enter(line: string): Promise<Entered>;
  /** Whose prompt is shown. */
  readonly speaker: Speaker;
  /** How much the user and the agent have seen. */
  readonly seen: number;
  close(): void;
}

export interface ChatParts extends Omit<ViewParts, 'externalId'> {
  /** What `$media` stands for. */
  mediaUrl: string;
}

/** How a transcript names who typed. */
export const NAMES: Record<Speaker, string> = { user: 'you', agent: 'agent' };

/** What an agent does without the user having to notice. */
const SILENT: readonly AgentLine['do'][] = ['join', 'leave', 'offline', 'online', 'queue'];

export function createChat({ mediaUrl, ...parts }: ChatParts): Chat {
  const { user } = parts;
  const externalId = `smooch-${user.appId}-${user.id}`;
  const view = createConversationView({ ...parts, externalId });
  let speaker: Speaker = 'user';

  async function enter(line: string): Promise<Entered> {
    const wanted = parseLine(line.replaceAll('$media', mediaUrl), speaker);
    if (wanted.kind === 'speaker') speaker = wanted.speaker;
    if (wanted.kind === 'agent') {
      view.startOver();
      await performAgentLine(parts.desk, externalId, wanted.line);
      return { kind: 'sent', speaker: 'agent', shown: showAgentLine(line), isSilent: SILENT.includes(wanted.line.do) };
    }
    if (wanted.kind === 'act') {
      view.startOver();
      user.act(wanted.action);
      return { kind: 'sent', speaker: 'user', shown: line.trim() };
    }
    return wanted.kind === 'press' ? press(view, wanted.number) : answer(wanted);
  }

  function press(from: ConversationView, number: number): Entered {
    const pressed = from.button(number);
    if (pressed === undefined) return { kind: 'mistake', text: `There is no button ${number} to press.` };
    const { messageId, button } = pressed;
    user.click(messageId, button.action, button.item);
    from.startOver();
    return { kind: 'sent', speaker: 'user', shown: `[${button.label}]` };
  }

  return {
    enter: (line) => enter(line).catch(errorToMistake),
    get speaker() {
      return speaker;
    },
    get seen() {
      return view.seen;
    },
    close: () => view.close(),
  };
}

function answer(line: Exclude<Line, { kind: 'act' | 'press' | 'agent' }>): Entered {
  if (line.kind === 'mistake') return line;
  if (line.kind === 'quit') return { kind: 'quit' };
  return { kind: 'told', lines: line.kind === 'help' ? HELP : [] };
}

function errorToMistake(error: unknown): Entered {
  return { kind: 'mistake', text: error instanceof Error ? error.message : String(error) };
}

/** What an agent says, or `/join`, whichever prompt it was typed at. */
function showAgentLine(line: string): string {
  return line
    .trim()
    .replace(/^\/agent\s+/, '/')
    .replace(/^\/say\s+/, '');
}
