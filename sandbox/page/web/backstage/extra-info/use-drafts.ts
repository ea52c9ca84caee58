import { sendJson } from '../../api/http.ts';
import { useAction } from '../../api/use-action.ts';
import { useResource } from '../../api/use-resource.ts';

/** The group of the connector, as its documentation says. */
const PATH = '/api/chatbot/extra-info-drafts/smooch';

/** An entry of Extra Info as its editor sees it. */
export interface DraftEntry {
  name: string;
  /** By environment or language; each a list, of which the connector reads the first. */
  value: Record<string, Record<string, string>[]>;
  /** Not posted yet. */
  changed: boolean;
}

export interface UsedDrafts {
  entries: DraftEntry[] | undefined;
  problem: string | undefined;
  /** Changes an entry; nothing of it counts before it is posted. */
  change: (name: string, value: DraftEntry['value']) => Promise<boolean>;
  post: () => Promise<boolean>;
  discard: () => Promise<boolean>;
  /** Writes the key pairs of the sandbox's Smooch into `app_tokens`, to be posted like any change. */
  putBackKeys: () => Promise<boolean>;
  busy: boolean;
}

/** Extra Info with what was changed and not posted yet. The sandbox keeps both, so every window sees the same. */
export function useDrafts(): UsedDrafts {
  const { data, problem, reload } = useResource<DraftEntry[]>(PATH, ['knowledge']);
  const act = useAction(async (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    await sendJson(method, path, body);
    reload();
  });
  return {
    entries: data,
    problem,
    change: (name, value) => act.run('PUT', `${PATH}/${encodeURIComponent(name)}`, value),
    post: () => act.run('POST', `${PATH}/post`),
    discard: () => act.run('DELETE', PATH),
    putBackKeys: () => act.run('POST', '/api/page/own-app-tokens'),
    busy: act.busy,
  };
}
