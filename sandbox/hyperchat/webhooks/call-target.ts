import { type Dispatcher, request } from 'undici';

export interface TargetCall {
  target: string;
  method?: 'POST' | 'GET' | 'PUT';
  headers: Record<string, string>;
  body: string | Buffer;
  timeoutMs: number;
  agent: Dispatcher;
}

/** What the target answered, or why there was no answer. */
export interface TargetAnswer {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  error?: string;
}

/** One call of a webhook's target. Never rejects: no answer is an outcome too. Redirects are not followed. */
export async function callTarget({ target, method = 'POST', ...call }: TargetCall): Promise<TargetAnswer> {
  try {
    const response = await request(target, {
      method,
      headers: { 'user-agent': 'hyperchat-simulator', 'content-type': 'application/json', ...call.headers },
      body: method === 'GET' ? undefined : call.body,
      dispatcher: call.agent,
      // The time for everything, not for each chunk.
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    return {
      status: response.statusCode,
      body: await response.body.text(),
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

export function isAccepted({ status }: TargetAnswer): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
