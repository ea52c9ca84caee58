import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { SignJWT } from 'jose';
import { Agent, request } from 'undici';
import { APP_ID, BOT_CREDENTIALS, SMOOCH_KEY, WEBHOOK_SECRET } from './conversation.ts';

/** What the connector is compared with: the same remote calls, nothing kept, nothing checked, nothing repeated. */
const { values } = parseArgs({ options: { smooch: { type: 'string' }, bot: { type: 'string' } } });
const dispatcher = new Agent();
const post = async (url: string, headers: Record<string, string>, body: object) => {
  const options = { method: 'POST' as const, headers: { 'content-type': 'application/json', ...headers }, dispatcher };
  const answer = await request(url, { ...options, body: JSON.stringify(body) });
  return (await answer.body.json()) as Record<string, unknown>;
};

const header = { alg: 'HS256', typ: 'JWT', kid: SMOOCH_KEY.id };
const jwt = await new SignJWT({ scope: 'app' })
  .setProtectedHeader(header)
  .sign(new TextEncoder().encode(SMOOCH_KEY.secret));
const { key, secret } = BOT_CREDENTIALS;
const grant = await post(`${values.bot}/auth`, { 'x-inbenta-key': key }, { secret });
const bot = `${(grant.apis as Record<string, string>).chatbot}/v1/conversation`;
const botHeaders = { 'x-inbenta-key': key, authorization: `Bearer ${grant.accessToken}` };
const smoochHeaders = { authorization: `Bearer ${jwt}` };
const sessions = new Map<string, string>();

async function answer(userId: string, message: string): Promise<void> {
  const user = `${values.smooch}/v1.1/apps/${APP_ID}/appusers/${userId}`;
  void post(`${user}/conversation/activity`, smoochHeaders, { role: 'appMaker', type: 'typing:start' });
  const session = sessions.get(userId) ?? `Bearer ${(await post(bot, botHeaders, { lang: 'en' })).sessionToken}`;
  sessions.set(userId, session);
  const { answers } = await post(`${bot}/message`, { ...botHeaders, 'x-inbenta-session': session }, { message });
  for (const { message: html } of answers as { message: string }[]) {
    const text = html.replace(/<[^>]*>/g, '');
    await post(`${user}/messages`, smoochHeaders, { role: 'appMaker', type: 'text', text });
  }
}

const server = createServer(async (incoming: IncomingMessage, response) => {
  let text = '';
  for await (const chunk of incoming) text += chunk;
  const { appUser, messages } = JSON.parse(text);
  response.writeHead(incoming.headers['x-api-key'] === WEBHOOK_SECRET ? 200 : 401).end('ok');
  await answer(appUser._id, messages[0].text);
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
process.once('SIGTERM', () => process.exit(0));
