import type { PageState } from '../../protocol/page-protocol.ts';
import { type UsedResource, useResource } from './use-resource.ts';

/** Phones, connector, scenarios and the one that plays. */
export function usePageState(): UsedResource<PageState> {
  return useResource<PageState>('/api/page/state', ['state', 'scenario']);
}
