import { z } from 'zod';
import type { StoredMessage } from '../app/records.ts';

/** What a channel says (Smooch docs: delivery events); any code there is, and any there may be. */
export const deliveryErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  underlyingError: z.unknown().optional(),
});

/** What makes a failure strike a message, and when it is told. */
export const failureRuleSchema = z.strictObject({
  error: deliveryErrorSchema,
  /** Only messages to this user. */
  userId: z.string().optional(),
  /** Only messages on this channel. */
  channel: z.string().optional(),
  /** Only messages of this kind: a type, `media` for images and files, `actions` for whatever has buttons. */
  kind: z.string().optional(),
  textIncludes: z.string().optional(),
  /** The channel takes the message first and refuses it later. */
  afterChannel: z.boolean().optional(),
  /** Milliseconds from the message to its failure, which may be long after the turn that sent it. */
  delayMs: z.number().min(0).optional(),
  /** How many matching messages pass untouched before. */
  skip: z.int().min(0).default(0),
  /** How many matching messages it strikes. */
  times: z.union([z.int().min(1), z.literal('always')]).default(1),
});

export type FailureRule = z.input<typeof failureRuleSchema>;
export type FailureListing = z.output<typeof failureRuleSchema> & { id: string };

/** Messages that channels will not deliver. */
export interface FailureRules {
  /** Adds a rule behind the others; of several that match, the oldest strikes. Returns its id. */
  add(rule: FailureRule): string;
  /** The failure of this message, if one strikes it. */
  take(userId: string, stored: StoredMessage): FailureListing | undefined;
  remove(id: string): boolean;
  clear(): void;
  /** Rules that can still strike, with what is left of `times` and `skip`. */
  list(): FailureListing[];
}

export function createFailureRules(): FailureRules {
  const rules = new Map<string, FailureListing>();
  let lastId = 0;

  function strike(rule: FailureListing): FailureListing {
    if (rule.times !== 'always') rule.times--;
    if (rule.times === 0) rules.delete(rule.id);
    return rule;
  }

  return {
    add(rule) {
      const id = `failure-${++lastId}`;
      rules.set(id, { ...failureRuleSchema.parse(rule), id });
      return id;
    },
    take(userId, stored) {
      for (const rule of rules.values()) {
        if (!isMeant(rule, userId, stored)) continue;
        if (rule.skip === 0) return strike(rule);
        rule.skip--;
      }
      return undefined;
    },
    remove: (id) => rules.delete(id),
    clear: () => rules.clear(),
    list: () => [...rules.values()].map((rule) => ({ ...rule })),
  };
}

function isMeant(rule: FailureListing, userId: string, { message, channel }: StoredMessage): boolean {
  return (
    (rule.userId === undefined || rule.userId === userId) &&
    (rule.channel === undefined || rule.channel === channel) &&
    (rule.kind === undefined || kindsOf(message).includes(rule.kind)) &&
    (rule.textIncludes === undefined || (message.text ?? '').includes(rule.textIncludes))
  );
}

function kindsOf({ type, actions = [] }: StoredMessage['message']): string[] {
  return [type, ...(type === 'image' || type === 'file' ? ['media'] : []), ...(actions.length > 0 ? ['actions'] : [])];
}
