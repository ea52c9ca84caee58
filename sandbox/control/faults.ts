/** What a fault does to a call. */
export type FaultEffect =
  /** Answers this instead. A string goes out as it is (so malformed JSON can be sent), anything else as JSON. */
  | { kind: 'respond'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Says nothing until the client gives up. */
  | { kind: 'timeout' }
  /** Destroys the socket. */
  | { kind: 'reset' }
  /** Goes on as normal, this many milliseconds later. */
  | { kind: 'delay'; ms: number }
  /** Goes on as normal when `release(id)` is called. */
  | { kind: 'hold' };

/** A call as faults and the journal see it. */
export type SimulatedCall = {
  /** Name the simulator gave the route, for example `message`. */
  endpoint: string;
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** The body as text; empty when there was none, a note when it was not text. */
  body: string;
};

export type FaultRule = {
  /** Endpoint name, or `*` for every one. */
  endpoint: string;
  effect: FaultEffect;
  /** `before` (default): the call has no effect. `after`: it took effect, only its answer is disturbed. */
  moment?: 'before' | 'after';
  /** How many matching calls it strikes. Default 1. */
  times?: number | 'always';
  /** How many matching calls pass untouched before it strikes. Default 0. */
  skip?: number;
  /** Strikes only calls whose body text contains this. */
  bodyIncludes?: string;
  /** Strikes only calls for which this is true (in process only). */
  matches?: (call: SimulatedCall) => boolean;
};

/** A fault that was taken for one call. */
export type StruckFault = {
  id: string;
  effect: FaultEffect;
  moment: 'before' | 'after';
  /** Settles when the rule is released or removed. */
  released: Promise<void>;
};

export type FaultListing = Omit<FaultRule, 'matches'> & { id: string; hits: number };

export type FaultQueue = {
  /** Adds a rule behind the others; of several that match, the oldest strikes. Returns its id. */
  add(rule: FaultRule): string;
  /** The fault for this call, if one strikes it. Called by the simulator once per call. */
  take(call: SimulatedCall): StruckFault | undefined;
  /** Lets the calls held by this rule go on and removes it. False when there is no such rule. */
  release(id: string): boolean;
  /** Removes every rule, or those of one endpoint; held calls go on. */
  clear(endpoint?: string): void;
  /** Rules that can still strike or still hold a call, oldest first. A used-up rule is gone. */
  list(): FaultListing[];
};

type RuleState = {
  id: string;
  rule: FaultRule;
  remaining: number;
  skip: number;
  hits: number;
  gate: PromiseWithResolvers<void>;
};

/** Faults to strike the next calls of a simulator, oldest rule first. */
export function createFaultQueue(): FaultQueue {
  const states = new Map<string, RuleState>();
  let lastId = 0;

  function release(id: string): boolean {
    states.get(id)?.gate.resolve();
    return states.delete(id);
  }

  function add(rule: FaultRule): string {
    const id = `fault-${++lastId}`;
    const remaining = rule.times === 'always' ? Number.POSITIVE_INFINITY : (rule.times ?? 1);
    states.set(id, { id, rule, remaining, skip: rule.skip ?? 0, hits: 0, gate: Promise.withResolvers<void>() });
    return id;
  }

  function take(call: SimulatedCall): StruckFault | undefined {
    for (const state of states.values()) {
      if (state.remaining <= 0 || !ruleMatches(state.rule, call)) continue;
      if (state.skip > 0) {
        state.skip--;
        continue;
      }
      return strike(state);
    }
    return undefined;
  }

  function strike(state: RuleState): StruckFault {
    state.hits++;
    state.remaining--;
    // A rule that holds calls stays until it is released.
    if (state.remaining <= 0 && state.rule.effect.kind !== 'hold') states.delete(state.id);
    return {
      id: state.id,
      effect: state.rule.effect,
      moment: state.rule.moment ?? 'before',
      released: state.gate.promise,
    };
  }

  function clear(endpoint?: string): void {
    for (const state of [...states.values()]) {
      if (endpoint === undefined || state.rule.endpoint === endpoint) release(state.id);
    }
  }

  return { add, take, release, clear, list: () => [...states.values()].map(stateToListing) };
}

function ruleMatches(rule: FaultRule, call: SimulatedCall): boolean {
  if (rule.endpoint !== '*' && rule.endpoint !== call.endpoint) return false;
  if (rule.bodyIncludes !== undefined && !call.body.includes(rule.bodyIncludes)) return false;
  return rule.matches?.(call) ?? true;
}

function stateToListing(state: RuleState): FaultListing {
  const { matches: _matches, ...rule } = state.rule;
  return {
    id: state.id,
    ...rule,
    times: Number.isFinite(state.remaining) ? state.remaining : 'always',
    hits: state.hits,
  };
}
