import type { Aim } from './aims.ts';
import type { GrowthResult } from './measure-growth.ts';
import type { MemoryResult } from './measure-memory.ts';
import type { StorageResult } from './measure-storages.ts';
import type { RowSummary } from './summarise-row.ts';
import { aimTable, costTable, growthTable, limitTable, memoryTable, speedTable, storageTable } from './tables.ts';

/** What is shown of a run of the bench. */
export interface BenchResult {
  machine: string[];
  rows: RowSummary[];
  storages: StorageResult[];
  /** One for each storage that was measured. */
  memory: MemoryResult[];
  growth: GrowthResult[];
  aims: Aim[];
  /** Runs per figure and seconds per run. */
  plan: { pairs: number; seconds: number };
}

/** The figures, as they are printed and as they stand in the page. What was not measured is left out. */
export function renderFigures({ rows, storages, memory, growth, aims }: BenchResult): string {
  const section = (title: string, table: (rows: readonly RowSummary[]) => string) => [`## ${title}`, table(rows)];
  return [
    ...disturbance(rows),
    ...(rows.length === 0
      ? []
      : [...section('Speed', speedTable), ...section('Cost', costTable), ...section('What was the limit', limitTable)]),
    ...(storages.length === 0 ? [] : ['## Storage', storageTable(storages)]),
    ...(memory.length === 0 ? [] : ['## Memory', memoryTable(memory)]),
    ...(growth.length === 0 ? [] : ['## Growth', growthTable(growth)]),
    '## Aims',
    aimTable(aims),
  ].join('\n\n');
}

/** From this share of all cores on, other programs change what is measured. */
const DISTURBING = 0.1;

function disturbance(rows: readonly RowSummary[]): string[] {
  const most = Math.max(
    0,
    ...rows.flatMap(({ connector, forwarder }) => [connector.othersShare, forwarder.othersShare]),
  );
  if (most < DISTURBING) return [];
  const share = `${Math.round(most * 100)}%`;
  return [
    `**Disturbed:** other programs used up to ${share} of the machine meanwhile. Measure again when nothing else runs.`,
  ];
}

/** The whole of docs/performance.md. */
export function renderPage(result: BenchResult): string {
  const { pairs, seconds } = result.plan;
  return `# Performance

Written by \`npm run bench -- --write\`; edit \`bench/performance-page.ts\` instead of this page.

Measured on this machine:

${result.machine.map((line) => `- ${line}`).join('\n')}

${renderFigures(result)}

${HOW_IT_IS_MEASURED.replace('PAIRS', String(pairs)).replace('SECONDS', String(seconds))}`;
}

const HOW_IT_IS_MEASURED = `## How it is measured

Five processes talk over real HTTP on 127.0.0.1: the sandbox's Chatbot API and Smooch (without their journals), the
connector as \`smooch-connector start\` runs it (SQLite on disk, log at \`info\` into a file, webhook secret and key pair
configured; only the flood limit is off), a forwarder, and the load. They share the cores of the machine, so at 0 ms
every process competes with every other.

A turn is what a user sees: the load posts a webhook with a text, the connector asks the bot, the bot answers with one
text, and the turn is finished when that text has arrived at Smooch's simulator, which tells the load. Then the same
user sends the next text. Users begin spread over the time of the remote calls, so that they do not march in step, and
every user has a session with the bot before anything is measured ("warm"). A reply with any other text than the bot's
answer counts as a failure. No delivery events are subscribed.

The **forwarder** (\`bench/forwarder.ts\`, about 40 lines) makes the same remote calls through the same HTTP client, with
as many connections as it likes, its tokens cached and typing not waited for, but keeps nothing, checks nothing and
repeats nothing. It shows what the machine and the simulators allow.

Each row starts everything anew, lets both work for some seconds first, and then measures PAIRS runs of SECONDS seconds of
each, in turns. Every figure is the median of the runs; ratio and "outside" are the median over the pairs.

A module that is loaded into every process (\`node --import bench/probe.ts\`) reads CPU time, memory and the delay of the
event loop, so nothing in the connector knows of the bench. The time inside is measured in runs of its own between the
others, in which the module also listens to what Node and undici publish about requests.

**Storage:** at 0 ms, one stand of all these processes for each storage, in one run in which they take turns, there and
back. PostgreSQL is a server of its own on the same cores, with its default settings (\`fsync\` is on); with two instances
the load posts to one and the other in turn. The connector is as it ships: what turns want to write at the same time is
committed together.

**Memory:** one connector, at 0 ms, as it ships but for \`bot_ms\` and the flood limit. 50 users have 5,000 turns (*warm*), then
10,000 others one turn each, 50 of them at a time (*idle*). Then the bot stops answering and each of the 10,000 sends
one more text, 500 a second, until all are acknowledged (*waiting*: 1,000 turns have a call under way, the others wait
for a place); at last the bot answers. At each moment the process collects its garbage until its RSS does not fall any
more (\`--expose-gc\`), so these are the figures of what is held, not of what a busy process takes meanwhile. Judged is
what came on top of the start; beside it stands what came on top of the warm connector, since compiled code, open
connections and pages of the database come with the first users. Megabytes of 1,024 x 1,024 bytes.

**Growth:** at 0 ms, in one run in which the variants take turns, there and back. More users: the same connector, of
whose users more or fewer talk. Stored events: two connectors, into whose databases finished turns were put before they
started, 20 for each of many conversations, about 2 KB each; the turns of the run come on top. CPU is the middle of the
runs, the comparison the middle of the comparisons within each round.

## How to read it

Times are milliseconds, median / 99th percentile; CPU is milliseconds per finished turn, over all threads of a process.

- **turns/s, acks/s**: finished turns, and webhooks answered with 200, per second. A webhook is answered when it is on
  disk, before the bot is asked.
- **ratio**: turns per second against the forwarder's. With slow services it says how much of a user's wait is ours.
- **reply**: from sending the webhook to the arrival of the reply. **outside**: the connector's minus the forwarder's.
- **inside**: from the arrival of the webhook at the connector to the confirmation of the message by Smooch, without the
  time of the two remote calls (a call lasts from its writing to the socket to the end of its answer; waiting for a
  connection counts as inside). An answer that lies in the socket while the process is busy counts as remote, so
  **at most** shows the other extreme: the whole time minus only the milliseconds that the simulators were told to wait,
  with all their own work counted as the connector's. **forwarder** beside it is the forwarder's time inside.
- At 0 ms all users always wait for somebody, so the times there grow with their number (turns/s x time = users): read
  the turns per second and the CPU there, and the times in the rows with real latencies.
- **its main thread**: the part of that CPU which the connector's JavaScript thread used; commits happen in a thread of
  their own. **its loop**: share of the time in which its event loop had something to do.
- **loop delay**: how late timers were, 99th percentile. **RSS, heap**: megabytes at the end of a run.
- **storage**: *ratio* is turns per second against the first storage, the middle of the comparisons within each round;
  *connector* the CPU per turn of all instances together, *its loop* their average; *PostgreSQL* the CPU per turn of all
  its processes, from Linux's \`/proc\`. *Commits* are transactions that ended well, reading ones included, from
  \`pg_stat_database\`; *statements* are all that reached PostgreSQL, \`begin\` and \`commit\` included, counted by
  \`pg_stat_statements\` in a run of its own, since counting costs time.
- **busy**: share of all cores in use, **others**: by programs that do not belong to the bench. With more than a few per
  cent there, repeat the measurement.
- **limit**: a process whose event loop was busy for 90% of the time could do no more. Where that was not the connector,
  its own limit is higher than the figure.
`;
