export type SecretNames = {
  /** Lower-case header names whose values are secret. */
  headers: readonly string[];
  /** Body fields, at any depth, whose values are secret. */
  fields: readonly string[];
};

/** What is shown in place of a secret: its length, so that a missing one can be told from a wrong one. */
export function maskSecret(value: string): string {
  return value === '' ? '' : `*** (${value.length} characters)`;
}

/** A copy of the headers without their secrets. */
export function maskHeaders(headers: Record<string, string>, names: SecretNames): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, names.headers.includes(name) ? maskSecret(value) : value]),
  );
}

/** A copy of a parsed body without its secrets. Form bodies are text and masked by field name, too. */
export function maskBody(body: unknown, names: SecretNames): unknown {
  if (typeof body === 'string') return maskForm(body, names);
  if (Array.isArray(body)) return body.map((item) => maskNested(item, names));
  if (body === null || typeof body !== 'object') return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      names.fields.includes(key) && typeof value === 'string' ? maskSecret(value) : maskNested(value, names),
    ]),
  );
}

// A string inside a parsed body is a user's text, never a form.
function maskNested(value: unknown, names: SecretNames): unknown {
  return typeof value === 'string' ? value : maskBody(value, names);
}

function maskForm(text: string, names: SecretNames): string {
  return names.fields.reduce(
    (masked, field) => masked.replace(new RegExp(`((?:^|&)${field}=)([^&]+)`, 'g'), '$1***'),
    text,
  );
}
