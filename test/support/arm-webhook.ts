import { secretStore } from '../../src/cli/secret-store.ts';
import { arm } from '../../src/compose/desk-arming.ts';
import { openBeside } from '../../src/store/sqlite/beside-store.ts';

/** What `smooch-connector webhooks arm` does beside a running connector. @returns the path that nobody can guess */
export async function armWebhook(
  { dataDir }: { dataDir: string },
  { environment = 'production', add = false, until = Date.now() + 600_000 } = {},
): Promise<string> {
  const store = openBeside(dataDir);
  try {
    return await arm(secretStore(store, Date.now()), { environment, add, until }, Date.now());
  } finally {
    await store.close();
  }
}
