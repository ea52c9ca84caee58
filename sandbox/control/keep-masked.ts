import { maskSecret, type SecretNames } from './masking.ts';

/**
 * What somebody sends back who was shown only masked secrets: a mask that was not touched stands for the secret it hides.
 * @param before the value that was shown masked; a mask that fits no secret in it stays as it is.
 */
export function keepMasked(value: unknown, before: unknown, names: SecretNames): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => keepMasked(item, Array.isArray(before) ? before[index] : undefined, names));
  }
  if (!isMap(value)) return value;
  const old = isMap(before) ? before : {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const secret = names.fields.includes(key) ? old[key] : undefined;
      const untouched = typeof secret === 'string' && item === maskSecret(secret);
      return [key, untouched ? secret : keepMasked(item, old[key], names)];
    }),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
