import type { EnvironmentConfig } from '../config/environment-config.ts';
import { loadConfig } from '../config/load-config.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Prints that the configuration is valid, with what it means for each environment.
 *
 * @throws {ConfigErrors} when it is not
 */
export async function runCheckConfig({ confDir }: { confDir: string }): Promise<number> {
  const config = loadConfig({ confDir });
  console.log('configuration is valid');
  for (const name of config.names) console.log(summary(config.forEnvironment(name)));
  for (const warning of config.warnings) console.log(`warning: ${warning}`);
  return exitCodes.ok;
}

function summary({ name, conversation, chat, smooch }: EnvironmentConfig): string {
  const keys =
    smooch.app_tokens === undefined ? 'ExtraInfo (group smooch, entry app_tokens)' : 'smooch.yaml (app_tokens)';
  const parts = [
    `language ${conversation.default.lang}`,
    `chat ${chat.enabled ? 'on' : 'off'}`,
    `ratings ${conversation.content_ratings.enabled ? 'on' : 'off'}`,
    `Smooch key pair from ${keys}`,
  ];
  return `${name}: ${parts.join(', ')}`;
}
