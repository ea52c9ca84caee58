import type { ApplyBatch, WriteOperation } from '../write-operations.ts';
import { createApplyBatch, erases } from './apply-batch.ts';
import { type Erasure, openErasure } from './erasure.ts';
import { watchFiles } from './file-watch.ts';
import { insistOnSoundness } from './insist-on-soundness.ts';
import { openForWriting } from './open-database.ts';
import { isDamage } from './storage-problem.ts';

/** The one connection that writes, in whichever thread. */
export interface WritingConnection {
  apply: ApplyBatch;
  /** Ends what is left to be erased, and leaves no WAL if it is the last connection. */
  close(): void;
}

/** A damaged database is read through this often at most: until it is sound again nothing is written. */
const BETWEEN_CHECKS_MS = 10_000;
const ERASE_AGAIN_MS = 1_000;

/** Opens the connection that writes. @throws what SQLite says */
export function openWritingConnection(file: string): WritingConnection {
  const bytes = openErasure(file);
  const database = openForWriting(file);
  const applyBatch = createApplyBatch(database);
  const erasure = bytes.watch(database);
  const files = watchFiles(file);
  const eraser = eraseBesides(erasure);
  if (erasure.due()) eraser.begin();
  let damage: { error: unknown; checkedAt: number } | undefined;

  const insistThatSound = (operations: WriteOperation[]) => {
    const isAskedFor = operations.some((operation) => operation.type === 'probe' && operation.thorough === true);
    if (damage === undefined && !isAskedFor) return;
    if (damage !== undefined && performance.now() - damage.checkedAt < BETWEEN_CHECKS_MS) throw damage.error;
    insistOnSoundness(database, file, 'whole');
    damage = undefined;
  };
  return {
    apply: (operations) => {
      try {
        files.insist();
        insistThatSound(operations);
        const results = applyBatch(operations);
        if (operations.some(erases)) {
          erasure.want();
          eraser.begin();
        }
        return results;
      } catch (error) {
        if (isDamage(error) && error !== damage?.error) damage = { error, checkedAt: performance.now() };
        throw error;
      }
    },
    close() {
      eraser.stop();
      try {
        if (damage === undefined) erasure.finish(0);
      } finally {
        database.close();
        erasure.close();
      }
    },
  };
}

/** A part at once, the rest while nothing else is to be written; a failure comes again with the next attempt. */
function eraseBesides(erasure: Erasure) {
  let timer: NodeJS.Timeout | undefined;
  const go = () => {
    let wentOn = false;
    try {
      wentOn = erasure.step();
    } catch {}
    timer = erasure.due() ? setTimeout(go, wentOn ? 0 : ERASE_AGAIN_MS).unref() : undefined;
  };
  return {
    begin() {
      clearTimeout(timer);
      go();
    },
    stop: () => clearTimeout(timer),
  };
}
