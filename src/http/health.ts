/** What readiness depends on. */
export interface HealthState {
  /** Why the connector should get no traffic, or undefined when it is ready. */
  problem(): string | undefined;
  /** Things an operator should look at although webhooks are taken. */
  warnings(): string[];
  /** Events that are not finished. */
  open(): number | Promise<number>;
}

/** The body of `/readyz`; status 503 when there is a problem. */
export async function readinessReport(
  state: HealthState,
): Promise<{ status: 200 | 503; body: Record<string, unknown> }> {
  const problem = state.problem();
  const warnings = state.warnings();
  const body = {
    status: problem === undefined ? 'ready' : 'not ready',
    ...(problem === undefined ? {} : { problem }),
    ...(warnings.length === 0 ? {} : { warnings }),
    open: await countOpen(state),
  };
  return { status: problem === undefined ? 200 : 503, body };
}

/** Undefined when the store cannot be asked any more: the next look says why. */
async function countOpen(state: HealthState): Promise<number | undefined> {
  try {
    return await state.open();
  } catch {
    return undefined;
  }
}
