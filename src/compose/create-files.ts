import type { LoadedConfig } from '../config/load-config.ts';
import type { Clock } from '../core/clock.ts';
import { hyperChatBaseUrl } from '../desk/hyperchat/server-url.ts';
import { createGuardedFetch, type GuardedFetch } from '../net/guarded-fetch.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/**
 * The way to files that users and agents sent. They may be anywhere on the public internet; servers of our own
 * network only where the configuration names them.
 */
export function createFiles(configuration: LoadedConfig, clock: Clock, metrics: Metrics): GuardedFetch {
  const { server, names } = configuration;
  const environments = names.map((name) => configuration.forEnvironment(name));
  const smooch = environments.map((environment) => environment.smooch.url);
  const desks = environments.flatMap(({ chat }) => (chat.enabled ? [hyperChatBaseUrl(chat).origin] : []));
  return createGuardedFetch({
    allowedOrigins: [...smooch, ...desks, ...server.media_origins].map((url) => new URL(url).origin),
    connectTimeoutMs: server.timeouts.connect_ms,
    timeoutMs: server.timeouts.media_ms,
    maxBytes: server.timeouts.media_mb * 1024 * 1024,
    clock,
    observe: metrics.call,
  });
}
