import { z } from 'zod';
import { TRIGGERS } from '../desk/desk-event.ts';

/** What can go wrong with an event on its way. */
export const disturbanceEffectSchema = z.discriminatedUnion('kind', [
  /** It is never sent. */
  z.strictObject({ kind: z.literal('drop') }),
  /** It is sent this often. */
  z.strictObject({ kind: z.literal('duplicate'), copies: z.int().min(2).default(2) }),
  /** It is sent later, and does not keep back what comes after it. */
  z.strictObject({ kind: z.literal('delay'), ms: z.number().min(0) }),
  /** It is sent after the next event of its chat. */
  z.strictObject({ kind: z.literal('overtaken') }),
  /** Signed with another secret. */
  z.strictObject({ kind: z.literal('wrong-signature') }),
  z.strictObject({ kind: z.literal('unsigned') }),
  /** Changed after it was signed. */
  z.strictObject({ kind: z.literal('tampered') }),
  /** It says that it is of another app. */
  z.strictObject({ kind: z.literal('wrong-app'), appId: z.string().default('another-app') }),
]);

export const disturbanceSchema = z.strictObject({
  /** Name of an event, or `*` for every one. */
  trigger: z.enum([...TRIGGERS, '*']).default('*'),
  effect: disturbanceEffectSchema,
  /** How many events it strikes. */
  times: z.union([z.int().min(1), z.literal('always')]).default(1),
  /** How many matching events pass untouched before. */
  skip: z.int().min(0).default(0),
});

export type DisturbanceEffect = z.output<typeof disturbanceEffectSchema>;
export type DisturbanceRule = z.input<typeof disturbanceSchema>;
export type DisturbanceListing = z.output<typeof disturbanceSchema> & { id: string };

export interface Disturbances {
  /** Adds a rule behind the others; of several that match, the oldest strikes. Returns its id. */
  add(rule: DisturbanceRule): string;
  /** What strikes this event, if anything. */
  take(trigger: string): DisturbanceEffect | undefined;
  remove(id: string): boolean;
  clear(): void;
  /** Rules that can still strike, with what is left of `times` and `skip`. */
  list(): DisturbanceListing[];
}

export function createDisturbances(): Disturbances {
  const rules = new Map<string, DisturbanceListing>();
  let lastId = 0;

  function strike(rule: DisturbanceListing): DisturbanceEffect {
    if (rule.times !== 'always') rule.times--;
    if (rule.times === 0) rules.delete(rule.id);
    return rule.effect;
  }

  return {
    add(rule) {
      const id = `disturbance-${++lastId}`;
      rules.set(id, { id, ...disturbanceSchema.parse(rule) });
      return id;
    },
    take(trigger) {
      for (const rule of rules.values()) {
        if (rule.trigger !== '*' && rule.trigger !== trigger) continue;
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
