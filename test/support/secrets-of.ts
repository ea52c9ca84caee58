import { API, SMOOCH_KEY, type Stand, WEBHOOK_SECRET } from './stand.ts';

const SECRET_HEADERS = ['authorization', 'x-inbenta-key', 'x-inbenta-session', 'x-api-key'];

/** Everything secret that went over the wire of a stand, and the secrets it was started with. */
export function secretsOf({ chatbot, smooch }: Pick<Stand, 'chatbot' | 'smooch'>): string[] {
  const calls = [...chatbot.control.journal.listRaw(), ...smooch.control.journal.listRaw()];
  const sent = calls.flatMap(({ headers }) => SECRET_HEADERS.flatMap((name) => headers[name] ?? []));
  const bare = sent.map((value) => value.replace(/^\w+ /, ''));
  return [...new Set([API.key, API.secret, SMOOCH_KEY.secret, WEBHOOK_SECRET, ...bare])];
}
