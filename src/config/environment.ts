import { phpRegexToMatcher, type TextMatcher } from './php-regex.ts';
import type { EnvironmentsConfig } from './schema/environments-schema.ts';

/** The environment of every request that no rule leads elsewhere. */
export const defaultEnvironment = 'production';

/** One rule of `environments.yaml`, ready to be asked. */
export interface EnvironmentRule {
  name: string;
  type: 'http_host' | 'script_name';
  regex: TextMatcher;
}

/** What of a request decides its environment. */
export interface RequestPlace {
  /** The Host header as it was sent. */
  host: string | undefined;
  /** The path of the URL, without the query. */
  path: string;
  /** The X-Forwarded-Host header as it was sent. */
  forwardedHost?: string | undefined;
}

/** Makes rules of the checked file, in its order. Those without type or regex are skipped. */
export function environmentsToRules(config: EnvironmentsConfig): EnvironmentRule[] {
  return Object.entries(config).flatMap(([name, { type, regex }]) =>
    type === undefined || regex === undefined ? [] : [{ name, type, regex: phpRegexToMatcher(regex) }],
  );
}

/**
 * The environment of a request: that of the first rule that matches, else `production`.
 *
 * @param trustProxy `server.trust_proxy`: whether X-Forwarded-Host counts, in place of the Host header
 */
export function detectEnvironment(rules: readonly EnvironmentRule[], place: RequestPlace, trustProxy: boolean): string {
  const forwarded = trustProxy ? place.forwardedHost?.split(',')[0]?.trim() : undefined;
  const host = forwarded || place.host || '';
  const candidates = {
    http_host: [host, host.replace(/:\d+$/, '')],
    script_name: [place.path],
  };
  const rule = rules.find(({ type, regex }) => candidates[type].some((candidate) => regex.test(candidate)));
  return rule?.name ?? defaultEnvironment;
}
