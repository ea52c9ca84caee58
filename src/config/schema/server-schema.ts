import { z } from 'zod';
import { flag, listOf, mapWith, origin, text, textThat, url, wholeNumber } from '../field-types.ts';

const commandsAccepts = 'true, false or a list of environment names';

const commands = z
  .union([flag(), z.array(text())], { error: () => `must be ${commandsAccepts}` })
  .meta({ accepts: commandsAccepts });

/** `server.yaml`: the process itself. It cannot differ between environments: one server serves them all. */
export const serverSchema = mapWith({
  port: wholeNumber(0, 65_535),
  host: text(),
  public_url: url().optional(),
  trust_proxy: flag(),
  concurrency: wholeNumber(1),
  commands: commands.optional(),
  retention_days: wholeNumber(1),
  session_days: wholeNumber(1),
  body_limit_kb: wholeNumber(1),
  keep_alive_seconds: wholeNumber(1, 86_400),
  max_connections: wholeNumber(1),
  max_waiting: wholeNumber(1),
  flood: mapWith({ waiting: wholeNumber(0), per_minute: wholeNumber(0) }),
  media_origins: listOf(origin(), 'a list of origins such as https://media.example.com'),
  storage: textThat(
    'empty, or an address that begins with postgres://, with signs such as # / @ in its password written as %23 %2F %40',
    (value) => /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value),
  ).optional(),
  timeouts: mapWith({
    connect_ms: wholeNumber(1),
    bot_ms: wholeNumber(1),
    smooch_ms: wholeNumber(1),
    other_ms: wholeNumber(1),
    media_ms: wholeNumber(1),
    media_mb: wholeNumber(1),
  }),
});

export type ServerConfig = z.infer<typeof serverSchema>;

/**
 * Whether a user may give operator commands (`show_user_id`, ...) in an environment.
 * Without a setting: everywhere but in production.
 */
export function areCommandsAllowed(commands: ServerConfig['commands'], environment: string): boolean {
  if (typeof commands === 'boolean') return commands;
  return commands === undefined ? environment !== 'production' : commands.includes(environment);
}
