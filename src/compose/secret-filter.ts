import type { ExtraInfo } from '../chatbot/extra-info.ts';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { LoadedConfig } from '../config/load-config.ts';

/** Shorter ones would be found in every other address. */
const SHORTEST = 6;

/**
 * Creates what takes our own secrets out of an address that somebody else will read: the links of the PHP template, which
 * users still have, carry the desk's. A signature or key of others is what makes their address work, and stays.
 */
export function createSecretFilter(
  { names, forEnvironment }: Pick<LoadedConfig, 'names' | 'forEnvironment'>,
  extraInfo: () => Pick<ExtraInfo, 'appTokens'>,
): (address: string) => string | undefined {
  const configured = names.map(forEnvironment).flatMap(secretsOf);
  return (address) => {
    const fetched = Object.values(extraInfo().appTokens).map((pair) => pair?.secret);
    const secrets = [...configured, ...fetched].filter((secret) => secret !== undefined && secret.length >= SHORTEST);
    const holdsSecret = (text: string) =>
      [text, decode(text)].some((form) => secrets.some((one) => form.includes(one ?? '')));
    return holdsSecret(address) ? withoutParts(address, holdsSecret) : address;
  };
}

function secretsOf({ api, smooch, chat }: EnvironmentConfig): (string | undefined)[] {
  return [api.secret, smooch.app_tokens?.secret, ...smooch.webhook_secrets, chat.secret, ...chat.webhook_secrets];
}

/** Without the parameters and credentials that hold one; undefined when there is still one in it. */
function withoutParts(address: string, holdsSecret: (text: string) => boolean): string | undefined {
  const url = URL.parse(address);
  if (url === null) return undefined;
  url.username = '';
  url.password = '';
  for (const [name, value] of [...url.searchParams]) {
    if (holdsSecret(name) || holdsSecret(value)) url.searchParams.delete(name);
  }
  return holdsSecret(url.href) ? undefined : url.href;
}

/** Whatever else stands in it: addresses that strangers wrote need not be well formed. */
function decode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
