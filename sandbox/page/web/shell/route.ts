import { useSyncExternalStore } from 'react';

export const TABS = ['user', 'agent', 'backstage', 'wire', 'scenarios'] as const;
export type TabId = (typeof TABS)[number];

/** Where the window looks: `#/wire?turn=abc&user=def`. */
export interface Route {
  /** Undefined: nobody chose yet. */
  tab: TabId | undefined;
  params: URLSearchParams;
}

let known = '';
let route: Route = parseRoute('');

/** `#/tab?params` -> route; what is not known is left out. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { tab: TABS.find((tab) => tab === path), params: new URLSearchParams(query) };
}

function current(): Route {
  if (location.hash !== known) {
    known = location.hash;
    route = parseRoute(known);
  }
  return route;
}

export function useRoute(): Route {
  return useSyncExternalStore((watcher) => {
    addEventListener('hashchange', watcher);
    return () => removeEventListener('hashchange', watcher);
  }, current);
}

/** A parameter of the route, for example which turn is open. Tabs keep each other's parameters. */
export function useParam(name: string): string | undefined {
  return useRoute().params.get(name) ?? undefined;
}

/** The address of a tab with changed parameters; `undefined` removes one. */
export function hrefOf(tab: TabId | undefined, change: Record<string, string | undefined> = {}): string {
  const params = new URLSearchParams(current().params);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  return `#/${tab ?? ''}${query && `?${query}`}`;
}

/** Goes to a tab; with a step in the history of the browser. */
export function goTo(tab: TabId, change: Record<string, string | undefined> = {}): void {
  location.hash = hrefOf(tab, change);
}

/** Changes parameters of where we are, without a step in the history. */
export function setParams(change: Record<string, string | undefined>): void {
  history.replaceState(null, '', hrefOf(current().tab, change));
  dispatchEvent(new HashChangeEvent('hashchange'));
}
