/** What an agent at the desk does. */
export type AgentLine =
  | { do: (typeof BARE)[number] }
  | { do: 'say'; text: string }
  | { do: 'image' | 'file'; url: string }
  | { do: 'queue'; active: boolean };

export type AgentLineOutcome = { line: AgentLine } | { mistake: string };

export const AGENT_HELP = [
  'The agent, when a chat waits at the desk:',
  '  /agent join            takes the chat',
  '  /agent say TEXT        writes; HTML works, too',
  '  /agent image URL       sends a picture',
  '  /agent file URL        sends a file',
  '  /agent typing          begins to write',
  '  /agent leave           leaves the chat, which goes on: /agent join brings a colleague',
  '  /agent close           ends the chat',
  '  /agent offline|online  nobody is there, or both agents are',
  '  /agent queue on|off    whether users wait in a queue',
  '  /agent                 a prompt for the agent: "say" and "/agent" need not be typed; /user goes back',
];

const BARE = ['join', 'typing', 'leave', 'close', 'offline', 'online'] as const;

/** Reads what follows `/agent`. */
export function parseAgentLine(text: string): AgentLineOutcome {
  const [, command = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  const bare = BARE.find((name) => name === command);
  if (bare !== undefined) return { line: { do: bare } };
  if (command === 'say')
    return rest === '' ? { mistake: 'Name the words: /agent say Hello' } : { line: { do: 'say', text: rest } };
  if (command === 'image' || command === 'file') return parseFile(command, rest);
  if (command === 'queue' && (rest === 'on' || rest === 'off')) return { line: { do: 'queue', active: rest === 'on' } };
  if (command === 'queue') return { mistake: 'Say /agent queue on, or /agent queue off' };
  return { mistake: `There is no /agent ${command}; /help lists what an agent can do` };
}

function parseFile(command: 'image' | 'file', url: string): AgentLineOutcome {
  if (/^https?:\/\/\S+$/.test(url) && URL.canParse(url)) return { line: { do: command, url } };
  return { mistake: `Name the address of the ${command}: /agent ${command} https://example.com/a.png` };
}
