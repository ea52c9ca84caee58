import type { HookContext, Hooks } from './hooks.ts';
import type { TurnContext } from './turn-context.ts';

/** Hooks may call services of their own; what fails once is not repeated behind their back. */
const ONCE = { attempts: 1, withinMs: 0, firstDelayMs: 0, maxDelayMs: 0 };

/**
 * Calls a hook as a step of the turn.
 * @returns what it decided; undefined without the hook, and when it decided nothing or failed
 */
export async function callHook<T>(
  context: TurnContext,
  name: keyof Hooks,
  call: ((hookContext: HookContext) => T | undefined | Promise<T | undefined>) | undefined,
): Promise<T | undefined> {
  if (call === undefined) return undefined;
  const { turn, log } = context;
  const result = await turn.step<{ value?: T }>(context.stepName(`hook:${name}`), {
    policy: ONCE,
    safe: true,
    local: true,
    call: async () => {
      try {
        return { value: await call(hookContext(context)) };
      } catch (error) {
        log.error({ lane: turn.event.lane, err: error }, `the hook ${name} failed and was passed over`);
        return {};
      }
    },
  });
  return result.value ?? undefined;
}

function hookContext({ conversation, session, world }: TurnContext): HookContext {
  const { lang } = world.settings;
  return { conversation, channel: session.channel, lang, custom: world.custom };
}
