import type { ExtraInfoCache } from '../chatbot/extra-info-cache.ts';
import { NotConfiguredError } from '../core/errors.ts';
import type { SmoochCredentials } from '../smooch/v1/wire.ts';

export interface CredentialOptions {
  environment: string;
  /** `smooch.app_tokens` of the configuration. */
  configured: { key: string; secret: string } | undefined;
  extraInfo: ExtraInfoCache;
  warn(message: string): void;
}

const REFRESH_PAUSE_MS = 60_000;

/**
 * Where the key pair of the Smooch app comes from: the configuration, else ExtraInfo. A pair that Smooch refuses
 * makes ExtraInfo be read anew, since somebody may have changed it there.
 */
export function createSmoochCredentials(options: CredentialOptions): SmoochCredentials {
  const { configured, extraInfo, environment } = options;
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let complained = false;
  let latest: Promise<void> | undefined;

  const refreshNow = async () => {
    if (performance.now() - refreshedAt >= REFRESH_PAUSE_MS) {
      refreshedAt = performance.now();
      latest = extraInfo.refresh().then(
        () => {},
        () => {},
      );
    }
    await latest;
  };
  const stored = () => extraInfo.current().appTokens[environment];

  return {
    async current() {
      if (configured !== undefined) return configured;
      await extraInfo.ready();
      if (stored() === undefined) await refreshNow();
      const pair = stored();
      if (pair !== undefined) {
        complained = false;
        return pair;
      }
      const message = `there is no Smooch key for the environment "${environment}": create the ExtraInfo entry app_tokens (group smooch) with ${environment}.key and ${environment}.secret and press Post, or set smooch.app_tokens`;
      if (!complained) options.warn(message);
      complained = true;
      throw new NotConfiguredError(message);
    },
    async refused() {
      if (configured !== undefined) return undefined;
      await refreshNow();
      return stored();
    },
  };
}
