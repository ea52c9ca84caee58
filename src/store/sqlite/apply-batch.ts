import type { DatabaseSync } from 'node:sqlite';
import type { TurnWrite } from '../schema.ts';
import type { Appended, ApplyBatch, EventRow, WriteOperation, WriteResult } from '../write-operations.ts';
import { eraseLane, sweepOld } from './delete-rows.ts';
import { createStatements, type Statements } from './statements.ts';

/** Creates the function that writes batches through one connection. */
export function createApplyBatch(database: DatabaseSync): ApplyBatch {
  const statements = createStatements(database);
  return (operations) => {
    database.exec('begin immediate');
    try {
      const results = operations.map((operation) => applyAlone(database, statements, operation));
      database.exec('commit');
      return results;
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  };
}

/** A savepoint of its own, so that one impossible write does not take its neighbours with it. */
function applyAlone(database: DatabaseSync, statements: Statements, operation: WriteOperation): WriteResult {
  database.exec('savepoint one');
  try {
    const value = apply(statements, operation);
    database.exec('release one');
    return { value };
  } catch (error) {
    if (!database.isTransaction || isStorageFailure(error)) throw error;
    database.exec('rollback to one; release one');
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}

/** Disk full, I/O error, locked, read-only, corrupt: the batch as a whole cannot be written now (SQLite result codes). */
function isStorageFailure(error: unknown): boolean {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return [5, 6, 7, 8, 10, 11, 13, 14, 26].includes(code);
}

function apply(statements: Statements, operation: WriteOperation): unknown {
  switch (operation.type) {
    case 'append':
      return operation.events.map((event) => appendOne(statements, event));
    case 'turn':
      return writeTurn(statements, operation.write);
    case 'take-over':
      return void statements.takeOver.run(operation.eventId);
    case 'replay':
      return replay(statements, operation.eventId);
    case 'release':
      // One process holds all of it: nothing is claimed here.
      return undefined;
    case 'put':
      return void statements.put.run(operation.space, operation.key, operation.value, operation.at);
    case 'remove':
      return void statements.remove.run(operation.space, operation.key);
    case 'delivery':
      return void statements.delivery.run(operation.message, operation.outcome, operation.at);
    case 'erase':
      return void eraseLane(statements, operation.lane);
    case 'sweep':
      return sweepOld(statements, operation);
    case 'probe':
      return void statements.probe.run();
  }
}

function appendOne(statements: Statements, event: EventRow): Appended {
  if (event.dedupeKey !== null) {
    if (event.dedupeWithinMs !== null) {
      statements.forgetPress.run(event.dedupeKey, event.receivedAt, event.dedupeWithinMs);
    }
    if (statements.dedupe.run(event.dedupeKey, event.receivedAt).changes === 0) return 'duplicate';
  }
  // At once, whatever the conversation waits for; the event itself erases what a running turn writes until then.
  if (event.kind === 'user-deleted') eraseLane(statements, event.lane);
  const { lane, kind, payload, receivedAt, setAside } = event;
  const inserted =
    setAside === null
      ? statements.insertEvent.run(lane, kind, payload, receivedAt)
      : statements.insertSetAside.run(lane, kind, payload, receivedAt, setAside);
  return Number(inserted.lastInsertRowid);
}

/** An event that was erased meanwhile takes its turn with it without a word. */
function writeTurn(statements: Statements, write: TurnWrite): void {
  if (statements.hasEvent.get(write.eventId) === undefined) return;
  for (const step of write.steps) statements.insertStep.run(write.eventId, step.seq, step.name, step.result, step.at);
  writeChats(statements, write.chats);
  if (write.session !== undefined) {
    const { document, usedAt, hasChat } = write.session;
    if (document === null) statements.deleteSession.run(write.lane);
    else statements.putSession.run(write.lane, document, usedAt, hasChat ? 1 : 0);
  }
  if (write.end !== undefined) statements.endEvent.run(write.end.state, write.end.reason, write.end.at, write.eventId);
  if (write.putDown !== undefined) {
    statements.putDown.run(write.putDown.notBefore, JSON.stringify(write.putDown.progress), write.eventId);
  }
  if (write.progress !== undefined) statements.setProgress.run(JSON.stringify(write.progress), write.eventId);
}

function writeChats(statements: Statements, chats: TurnWrite['chats']): void {
  for (const chat of chats) statements.putChat.run(chat.chat, chat.lane, chat.environment, chat.endedAt ?? null);
}

/** A replayed event gets a new id, so that it stands at the end of its lane; its steps go with it. */
function replay(statements: Statements, eventId: number): number {
  const copied = statements.copyForReplay.run(eventId);
  if (copied.changes === 0) return 0;
  const id = Number(copied.lastInsertRowid);
  statements.moveSteps.run(id, eventId);
  statements.deleteEvent.run(eventId);
  return id;
}
