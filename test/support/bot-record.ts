import type { ChatbotSimulator } from '../../sandbox/chatbot/start-chatbot-simulator.ts';
import { API } from './stand.ts';

interface HistoryLine {
  user: 'user' | 'bot';
  message: string;
}

/** What users said to the simulated bot, by its own record: a question counts when it took effect, answered or not. */
export async function heardByBot({ url, control }: ChatbotSimulator): Promise<string[]> {
  const sessions = new Set(
    control.journal.listRaw({ endpoint: 'message' }).map(({ headers }) => headers['x-inbenta-session'] ?? ''),
  );
  const authorization = `Bearer ${await accessToken(url)}`;
  const heard: string[] = [];
  for (const session of sessions) {
    const response = await fetch(new URL('/prod/chatbot/v1/conversation/history', url), {
      headers: { 'x-inbenta-key': API.key, authorization, 'x-inbenta-session': session },
    });
    if (!response.ok) throw new Error(`The bot's record cannot be read: ${response.status} ${await response.text()}`);
    const lines = (await response.json()) as HistoryLine[];
    heard.push(...lines.filter(({ user }) => user === 'user').map(({ message }) => message));
  }
  return heard;
}

/** How often the bot heard a text. */
export async function timesHeard(chatbot: ChatbotSimulator, text: string): Promise<number> {
  return (await heardByBot(chatbot)).filter((said) => said === text).length;
}

async function accessToken(url: string): Promise<string> {
  const response = await fetch(`${url}/auth`, {
    method: 'POST',
    headers: { 'x-inbenta-key': API.key, 'content-type': 'application/json' },
    body: JSON.stringify({ secret: API.secret }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}
