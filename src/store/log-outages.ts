import type { OnOutage } from './batch-writer.ts';
import type { StoreLog } from './schema.ts';

/**
 * Says that nothing can be written any more and why, again only when the reason is another one, and that everything
 * works again.
 * @returns a function that gives each writer of the store its own ear
 */
export function logOutages(log: StoreLog): () => OnOutage {
  const problems = new Map<object, string>();
  let told: string | undefined;
  return () => {
    const writer = {};
    return (problem) => {
      if (problem === undefined) problems.delete(writer);
      else problems.set(writer, problem);
      const [current] = problems.values();
      // What stands in brackets are details, which change from one attempt to the next.
      const kind = current?.replaceAll(/\([^()]*\)/g, '');
      if (kind === told) return;
      told = kind;
      if (current === undefined) log.info('the store can be written again');
      else log.error(`nothing can be stored now, webhooks get 503: ${current}`);
    };
  };
}
