import { laneToConversation } from '../../core/conversation.ts';
import { BesideError, type BesideStore, type ControlRequest } from '../beside-store.ts';
import { APPLICATION_NAME, createDatabase, type Database } from './connection.ts';
import { databaseProblem } from './database-problem.ts';
import { eraseLane } from './delete-rows.ts';
import { startJobs } from './jobs.ts';
import { createReads } from './reads.ts';
import { JOBS_SCHEMA, refuseOtherVersions, SCHEMA } from './tables.ts';
import { toStorable, toStorableKey } from './to-storable.ts';

/**
 * Opens the database beside the instances that may be running on it. Nothing is created or brought up to date.
 * @param url as in `server.storage`
 * @throws BesideError when the database cannot be reached, holds no data of a connector, or a newer version wrote it
 */
export async function openBesidePostgres(url: string): Promise<BesideStore> {
  const database = createDatabase(url, `${APPLICATION_NAME} command line`);
  try {
    await refuseOtherVersions(database);
  } catch (error) {
    await database.close();
    throw toBesideError('', error);
  }
  const { parked, list, listUnder } = createReads(database);
  return {
    parked,
    list,
    listUnder,
    lanesOfUser: async (userId) =>
      (await readLanes(database)).filter((lane) => laneToConversation(lane)?.userId === userId),
    request: (requests, now) => append(database, requests, now),
    put: (space, key, value, now) => put(database, { space, key, value, now }),
    remove: (space, key) => remove(database, space, key),
    backup: () => {
      throw new BesideError(
        `the data is in PostgreSQL, which is backed up with its own tools: pg_dump --format=custom --schema=${SCHEMA} --schema=${JOBS_SCHEMA} --file=FILE, with the address of server.storage`,
      );
    },
    close: () => database.close(),
  };
}

async function readLanes(database: Database): Promise<string[]> {
  const rows = await database.query<{ lane: string }>(
    `select lane from ${SCHEMA}.events union select lane from ${SCHEMA}.sessions union select lane from ${SCHEMA}.chats`,
  );
  return rows.map(({ lane }) => lane);
}

async function put(
  database: Database,
  entry: { space: string; key: string; value: string; now: number },
): Promise<void> {
  const { space, key, value, now } = entry;
  await database
    .query(
      `insert into ${SCHEMA}.secrets (space, key, value, at) values ($1, $2, $3, $4)
       on conflict (space, key) do update set value = excluded.value, at = excluded.at`,
      [toStorableKey(space), toStorableKey(key), toStorable(value), now],
    )
    .catch((error: unknown) => {
      throw toBesideError('nothing was changed', error);
    });
}

async function remove(database: Database, space: string, key: string): Promise<void> {
  await database
    .query(`delete from ${SCHEMA}.secrets where space = $1 and key = $2`, [toStorable(space), toStorable(key)])
    .catch((error: unknown) => {
      throw toBesideError('nothing was changed', error);
    });
}

/** @returns whether an instance is there to do it */
async function append(database: Database, requests: readonly ControlRequest[], now: number): Promise<boolean> {
  try {
    const jobs = await startJobs(database, { supervise: false, onProblem: () => {} });
    await database.transaction(async (connection) => {
      const events: { id: number; lane: string }[] = [];
      for (const { lane, action } of requests) {
        if (action.action === 'erase') await eraseLane(connection, jobs, toStorableKey(lane));
        const [event] = await connection.query<{ id: number; lane: string }>(
          `insert into ${SCHEMA}.events (lane, kind, payload, received_at) values ($1, 'control', $2, $3) returning id, lane`,
          [toStorableKey(lane), JSON.stringify(action), now],
        );
        if (event !== undefined) events.push(event);
      }
      await jobs.add(connection, events);
    });
    await jobs.close();
    const running = await database.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1 limit 1',
      [APPLICATION_NAME],
    );
    return running.length > 0;
  } catch (error) {
    throw toBesideError('nothing was asked for', error);
  }
}

function toBesideError(what: string, error: unknown): BesideError {
  if (error instanceof BesideError) return error;
  return new BesideError(what === '' ? databaseProblem(error) : `${what}: ${databaseProblem(error)}`, error);
}
