import type { UserAction } from '../smooch/control/user-action.ts';
import { AGENT_HELP, type AgentLine, parseAgentLine } from './agent-line.ts';

/** Who is typing. */
export type Speaker = 'user' | 'agent';

/** What a typed line wants. */
export type Line =
  | { kind: 'act'; action: UserAction }
  /** Press the button with this number. */
  | { kind: 'press'; number: number }
  | { kind: 'agent'; line: AgentLine }
  /** The next lines are this one's. */
  | { kind: 'speaker'; speaker: Speaker }
  | { kind: 'nothing' | 'help' | 'quit' }
  /** A command that was typed wrongly; the text says how it goes. */
  | { kind: 'mistake'; text: string };

export const HELP = [
  'Type a message as the user. Lines that begin with / are commands:',
  '  /1, /click 1           press the button with this number',
  '  /image URL [CAPTION]   send a picture, for example /image $media/bike-red.png',
  '  /file URL [CAPTION]    send a file',
  '  /location LAT LONG     send a place, for example /location 41.4 2.17',
  '  /menu PAYLOAD          pick an entry of the persistent menu',
  '  //text                 send "/text"',
  '  /help                  show this',
  '  /quit                  end',
  '$media is where the sandbox serves its pictures: sandbox/knowledge/media.',
  ...AGENT_HELP,
  'What the user says in a chat goes to the agent, who sees it ("agent sees: ..."); the bot then says nothing.',
];

/** @param speaker whose prompt it was typed at */
export function parseLine(line: string, speaker: Speaker = 'user'): Line {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (speaker === 'agent' && !/^\/(agent|user|help|quit)\b/.test(text)) return agentAtPrompt(text);
  if (!text.startsWith('/')) return { kind: 'act', action: { do: 'text', text } };
  if (text.startsWith('//')) return { kind: 'act', action: { do: 'text', text: text.slice(1) } };
  const [, command = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  return parseCommand(command, rest);
}

/** At the agent's own prompt words are said, and the rest needs no "agent". */
function agentAtPrompt(text: string): Line {
  return toAgentLine(text.startsWith('/') ? text.slice(1) : `say ${text}`);
}

function toAgentLine(text: string): Line {
  const outcome = parseAgentLine(text);
  return 'mistake' in outcome ? { kind: 'mistake', text: outcome.mistake } : { kind: 'agent', line: outcome.line };
}

function parseCommand(command: string, rest: string): Line {
  const words = rest === '' ? [] : rest.split(/\s+/);
  switch (command) {
    case 'click':
      return parsePress(words[0]);
    case 'image':
    case 'file':
      return parseMedia(command, words);
    case 'location':
      return parseLocation(words);
    case 'menu':
      if (rest === '') return { kind: 'mistake', text: 'Name the payload: /menu PAYLOAD' };
      return { kind: 'act', action: { do: 'menu', payload: rest } };
    case 'agent':
      return rest === '' ? { kind: 'speaker', speaker: 'agent' } : toAgentLine(rest);
    case 'user':
      return { kind: 'speaker', speaker: 'user' };
    case 'help':
    case 'quit':
      return { kind: command };
    default:
      return /^\d+$/.test(command)
        ? parsePress(command)
        : { kind: 'mistake', text: `There is no /${command}; /help lists the commands` };
  }
}

function parsePress(number: string | undefined): Line {
  if (!/^\d+$/.test(number ?? '')) return { kind: 'mistake', text: 'Name the number of the button: /click 1' };
  return { kind: 'press', number: Number(number) };
}

function parseMedia(command: 'image' | 'file', [url = '', ...caption]: string[]): Line {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    return { kind: 'mistake', text: `Name the address of the ${command}: /${command} https://example.com/a.png` };
  }
  return { kind: 'act', action: { do: command, url, ...(caption.length > 0 && { caption: caption.join(' ') }) } };
}

function parseLocation(words: string[]): Line {
  const [lat, long] = words.map(Number);
  if (words.length !== 2 || !Number.isFinite(lat) || !Number.isFinite(long)) {
    return { kind: 'mistake', text: 'Name latitude and longitude: /location 41.4 2.17' };
  }
  return { kind: 'act', action: { do: 'location', lat: lat!, long: long! } };
}
