import type { TurnWrite } from '../schema.ts';
import type { WriteOperation, WriteResult } from '../write-operations.ts';
import { appendEvents } from './append-events.ts';
import { type Database, isConflict, isOutage, type Queryable } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { type OtherWrite, writeOther } from './other-writes.ts';
import { writeTurns } from './write-turns.ts';

const CONFLICT_ATTEMPTS = 5;

export interface ApplyOptions {
  database: Database;
  jobs: Jobs;
  /** A turn has ended in whose lane more waits. */
  onMore(): void;
}

/**
 * Writes a batch in one transaction. When something in it cannot be written, each operation is tried on its own, so
 * that it does not take its neighbours with it.
 * @throws what PostgreSQL says when it cannot be worked with: then nothing, or in doubt all of it, was written
 */
export async function applyBatch(options: ApplyOptions, operations: WriteOperation[]): Promise<WriteResult[]> {
  try {
    return await applyTogether(options, operations);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (operations.length === 1) return [{ broken: error instanceof Error ? error.message : String(error) }];
  }
  const results: WriteResult[] = [];
  for (const operation of operations) results.push(...(await applyBatch(options, [operation])));
  return results;
}

/** Two instances may stand in each other's way; PostgreSQL then ends one transaction, which works when it comes again. */
async function applyTogether(options: ApplyOptions, operations: WriteOperation[]): Promise<WriteResult[]> {
  for (let attempt = 1; ; attempt += 1) {
    let more = false;
    const note = () => {
      more = true;
    };
    try {
      const results = await options.database.transaction((connection) =>
        apply({ ...options, onMore: note }, connection, operations),
      );
      if (more) options.onMore();
      return results;
    } catch (error) {
      if (!isConflict(error) || attempt === CONFLICT_ATTEMPTS) throw error;
    }
  }
}

async function apply(
  options: ApplyOptions,
  connection: Queryable,
  operations: readonly WriteOperation[],
): Promise<WriteResult[]> {
  const results = new Map<WriteOperation, WriteResult>();
  const appends = operations.filter((operation) => operation.type === 'append');
  const turns = operations.filter((operation) => operation.type === 'turn');
  await applyAppends(options, connection, appends, results);
  await applyTurns(options, connection, turns, results);
  for (const operation of operations) {
    if (operation.type === 'append' || operation.type === 'turn') continue;
    results.set(operation, { value: await writeOther(connection, options.jobs, operation as OtherWrite) });
  }
  return operations.map((operation) => results.get(operation) as WriteResult);
}

type Append = Extract<WriteOperation, { type: 'append' }>;
type Turn = Extract<WriteOperation, { type: 'turn' }>;

async function applyAppends(
  { jobs }: ApplyOptions,
  connection: Queryable,
  appends: readonly Append[],
  results: Map<WriteOperation, WriteResult>,
): Promise<void> {
  if (appends.length === 0) return;
  const events = appends.flatMap((append) => append.events);
  const flood = appends.find((append) => append.flood !== undefined)?.flood;
  const outcomes = await appendEvents(connection, jobs, events, flood);
  let from = 0;
  for (const append of appends) {
    results.set(append, { value: outcomes.slice(from, from + append.events.length) });
    from += append.events.length;
  }
}

async function applyTurns(
  { jobs, onMore }: ApplyOptions,
  connection: Queryable,
  turns: readonly Turn[],
  results: Map<WriteOperation, WriteResult>,
): Promise<void> {
  for (const round of toRounds(turns)) {
    const { lost, more } = await writeTurns(
      connection,
      jobs,
      round.map(({ write }) => write),
    );
    round.forEach((turn, index) => {
      results.set(turn, lost[index] ? { lost: true } : { value: undefined });
    });
    if (more) onMore();
  }
}

/** Writes about the same event or lane keep their order: the second one waits for the next round. */
function toRounds(turns: readonly Turn[]): Turn[][] {
  const rounds: { turns: Turn[]; seen: Set<string | number> }[] = [];
  for (const turn of turns) {
    const { eventId, lane }: TurnWrite = turn.write;
    let round = rounds.find(({ seen }) => !seen.has(eventId) && !seen.has(lane));
    if (round === undefined) {
      round = { turns: [], seen: new Set() };
      rounds.push(round);
    }
    round.turns.push(turn);
    round.seen.add(eventId).add(lane);
  }
  return rounds.map((round) => round.turns);
}
