import { offers, type Person } from './person.ts';
import { tokenIn } from './tokens.ts';

/** Asks for an agent, talks and shows pictures to whoever comes, until the chat is closed. */
export async function talkToAgent(person: Person): Promise<void> {
  const { random, ask, wait, press, note, pause } = person;
  const offer = wait((message) => offers(message, 'escalateOption'));
  ask('human');
  const shown = await offer;
  if (shown === undefined) return;
  const joined = wait(({ text }) => /has joined|error joining|No agents/.test(text ?? ''));
  note({ kind: 'agent-yes', token: '', id: press(shown, 0) });
  if (!(await joined)?.text?.includes('has joined')) return;
  const closed = wait(({ text }) => text?.includes('Chat closed') ?? false);
  for (let left = random.int(2, 4); left > 0; left--) {
    await talk(person);
    await pause(50, 1_200);
  }
  await closed;
}

/** Says or shows something, and mostly waits for the answer. */
async function talk({ user, random, wait, newToken, picture, note }: Person): Promise<void> {
  const token = newToken();
  const isAgents = (text = ''): boolean => tokenIn(text)?.startsWith('g') ?? false;
  const answer = random.chance(0.6) ? wait(({ text, mediaUrl }) => isAgents(text) || isAgents(mediaUrl)) : undefined;
  if (random.chance(0.35)) {
    const { _id: id } = user.sendImage(picture(`photo-${token}.png`));
    note({ kind: 'picture', token, id });
  } else note({ kind: 'note', token, id: user.say(`note ${token}`)._id });
  await answer;
}
