import { type Reads, StoreUnavailableError } from '../schema.ts';
import { isDamage, isStorageFailure, storageProblem } from './storage-problem.ts';

/**
 * A read that fails says nothing about the event it was for: whoever asked comes again.
 * @param doubt told when the database is damaged
 * @returns the same reads; they throw StoreUnavailableError with a sentence for the operator
 */
export function readsInWords(reads: Reads, file: string, doubt: (error: Error) => void): Reads {
  const inWords = <Given extends unknown[], Found>(read: (...given: Given) => Found) => {
    return (...given: Given): Found => {
      try {
        return read(...given);
      } catch (error) {
        if (!isStorageFailure(error)) throw error;
        const problem = new Error(storageProblem(error, file), { cause: error });
        if (isDamage(error)) doubt(problem);
        throw new StoreUnavailableError(problem);
      }
    };
  };
  return {
    waiting: inWords(reads.waiting),
    waitingControl: inWords(reads.waitingControl),
    arrivalsSince: inWords(reads.arrivalsSince),
    event: inWords(reads.event),
    isLaneOpen: inWords(reads.isLaneOpen),
    hasLane: inWords(reads.hasLane),
    steps: inWords(reads.steps),
    session: inWords(reads.session),
    parked: inWords(reads.parked),
    get: inWords(reads.get),
    list: inWords(reads.list),
    listUnder: inWords(reads.listUnder),
    chatLane: inWords(reads.chatLane),
    delivery: inWords(reads.delivery),
  };
}
