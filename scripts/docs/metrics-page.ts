import { createMetrics } from '../../src/telemetry/metrics.ts';
import { generatedNote, table } from './markdown.ts';

const introduction = `# Metrics

${generatedNote('the definitions in src/telemetry/metrics.ts')}

What the connector counts while it runs, in the terms of Prometheus. **No port shows these numbers yet**: the connector
keeps them in memory, and there is no address from which a monitoring system could fetch them. What can be watched today
is \`GET /readyz\`, whose field \`open\` is \`connector_events_open\`, and the log: every turn ends with a line
\`"msg":"turn"\` that holds kind, outcome and milliseconds ([runbook](runbook.md)).
`;

/** What a label's values mean, by its name. */
const labelMeanings: Record<string, string> = {
  reason:
    'of an apology: bot-timed-out, bot-failed, nothing-to-show, not-handed-to-agent; of an ignored or refused webhook: unknown-trigger, own-echo (a message of ours), other-author, blank (a text without a visible character), empty (a list without entries), duplicate, flood, forged (401), not-understood (400, or kept as a dead letter), handshake-refused (403), too-slow (408), too-large (413), unknown-encoding (415), and with 503: undecided, no-room (too many bodies at once), cannot-be-kept, v2, unexpected-error. Below the webhooks: not-http (400), no-proxy (405), headers-too-slow (408), headers-too-large (431), connection-ended and connection-dropped (too many connections)',
  kind: 'user (something a user did), user-deleted, control (a command of the operator), desk, desk-lookup, delivery (a channel refused what was said), not-understood (a dead letter that was tried again)',
  outcome:
    'of a turn: done, apologised (the user read an apology in place of an answer), parked (a dead letter), undeliverable; of a delivery: channel, user, failure',
  service: 'chatbot, smooch, desk, media',
  operation: 'what was called: ask, send message, list webhooks, ...',
  status: 'HTTP status of the answer; 0 when none came',
};

/** docs/metrics.md */
export function metricsPage(): string {
  const metrics = createMetrics({ open: () => 0 }).registry.getMetricsAsArray() as unknown as Definition[];
  const names = [...new Set(metrics.flatMap(({ labelNames }) => labelNames))];
  const metricRows = metrics.map(({ name, type, labelNames, help }) => [
    `\`${name}\``,
    type,
    labelNames.join(', '),
    help,
  ]);
  return [
    introduction,
    table(['Metric', 'Type', 'Labels', 'What it counts'], metricRows),
    '## Labels\n',
    table(
      ['Label', 'Values'],
      names.map((name) => [`\`${name}\``, meaningOf(name)]),
    ),
  ].join('\n');
}

/** A metric as prom-client keeps it; its types leave the label names out. */
interface Definition {
  name: string;
  help: string;
  type: string;
  labelNames: string[];
}

function meaningOf(label: string): string {
  const meaning = labelMeanings[label];
  if (meaning === undefined) throw new Error(`the label ${label} of a metric has no explanation in metrics-page.ts`);
  return meaning;
}
