import { parseArgs } from 'node:util';
import { startChatbotSimulator } from './start-chatbot-simulator.ts';

/**
 * The Chatbot simulator as a process of its own:
 * `node sandbox/chatbot/main.ts [--port N] [--knowledge FILE] [--key K] [--secret S] [--quiet]`.
 * Prints one JSON line with its URLs when it listens, and one line per call on stderr unless `--quiet`,
 * which also keeps no journal. SIGTERM and SIGINT stop it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    knowledge: { type: 'string' },
    key: { type: 'string', default: 'sandbox-key' },
    secret: { type: 'string', default: 'sandbox-secret' },
    quiet: { type: 'boolean', default: false },
  },
});

try {
  const { url, port, stop } = await startChatbotSimulator({
    port: Number(values.port),
    knowledgeFile: values.knowledge,
    credentials: { key: values.key, secret: values.secret },
    journal: !values.quiet,
    onFinish: ({ endpoint, method, status, durationMs, fault }) =>
      console.error(`${method} ${endpoint} ${status} ${durationMs} ms${fault ? ` (fault: ${fault})` : ''}`),
  });
  console.log(JSON.stringify({ url, control: new URL('/sandbox', url).href, port }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
