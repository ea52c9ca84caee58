import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { LoadedConfig } from '../config/load-config.ts';

/** An app of HyperChat, over all environments of this installation that work with it. */
export interface DeskApp {
  appId: string;
  /** Those in which chats are on; when they are off everywhere, all that name the app. */
  environments: readonly EnvironmentConfig[];
  /** Whether chats are on in some environment. */
  enabled: boolean;
  /** `chat.webhook_secrets` of any of them. */
  pinned: readonly string[];
  /** Whether every one of them pins its secrets, so that handshakes do not count. */
  onlyPinned: boolean;
}

/** The apps of a configuration, by their `chat.appId`. */
export function findDeskApps({
  names,
  forEnvironment,
}: Pick<LoadedConfig, 'names' | 'forEnvironment'>): ReadonlyMap<string, DeskApp> {
  const byApp = Map.groupBy(names.map(forEnvironment), ({ chat }) => chat.appId);
  const apps = [...byApp].flatMap(([appId, environments]) => (appId === undefined ? [] : [toApp(appId, environments)]));
  return new Map(apps.map((app) => [app.appId, app]));
}

function toApp(appId: string, all: readonly EnvironmentConfig[]): DeskApp {
  const on = all.filter(({ chat }) => chat.enabled);
  const environments = on.length > 0 ? on : all;
  return {
    appId,
    environments,
    enabled: on.length > 0,
    pinned: environments.flatMap(({ chat }) => chat.webhook_secrets),
    onlyPinned: environments.every(({ chat }) => chat.webhook_secrets.length > 0),
  };
}
