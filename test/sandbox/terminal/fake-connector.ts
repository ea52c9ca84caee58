// Stands in for the connector where it has to misbehave. Repeats what the user says, with two buttons;
// "die" ends it, "refuse" answers 401, "think" is never finished, "shrug" says nothing.
import { createServer, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';
import { SMOOCH_KEY } from '../../../sandbox/run/start-stand.ts';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { conf: { type: 'string' }, data: { type: 'string' }, port: { type: 'string' } },
});
let open = 0;

createServer(async (request, response) => {
  if (request.url === '/readyz') return void response.end(JSON.stringify({ status: 'ready', open }));
  const handshake = request.headers['x-hook-secret'];
  if (typeof handshake === 'string') return void response.setHeader('x-hook-secret', handshake).end();
  const { messages, postbacks, appUser } = JSON.parse(await readText(request));
  const text: string | undefined = messages?.[0].text ?? postbacks?.[0].action.payload;
  if (text === undefined) return void response.end();
  if (text === 'die') process.exit(3);
  if (text === 'refuse') return void response.writeHead(401).end();
  open++;
  response.end();
  if (text === 'think') return;
  if (text !== 'shrug') await repeat(appUser._id, text);
  open--;
}).listen(Number(values.port), '127.0.0.1', () => console.log(`serving ${values.conf}`));

async function repeat(userId: string, text: string): Promise<void> {
  const actions = ['Left', 'Right'].map((label) => ({ type: 'postback', text: label, payload: `${text} ${label}` }));
  await fetch(`${process.env.SANDBOX_SMOOCH_URL}/v1.1/appusers/${userId}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${SMOOCH_KEY.id}:${SMOOCH_KEY.secret}`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ role: 'appMaker', type: 'text', text: `You said ${text}`, actions }),
  });
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
