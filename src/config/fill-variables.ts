import { isMap } from './values.ts';

/** Called for every `${...}` that cannot be filled in. */
export type OnMissing = (path: PropertyKey[], message: string) => void;

const placeholder = /\$\$\{|\$\{([^}]*)\}/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Puts environment variables in place of `${NAME}` in every text of a value; `$${` stands for a plain `${`.
 * What cannot be filled in stays as it is written.
 *
 * @param variables usually `process.env`
 */
export function fillVariables(
  value: unknown,
  variables: Readonly<Record<string, string | undefined>>,
  onMissing: OnMissing,
  path: PropertyKey[] = [],
): unknown {
  if (Array.isArray(value)) {
    return value.map((entry, index) => fillVariables(entry, variables, onMissing, [...path, index]));
  }
  if (isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, fillVariables(entry, variables, onMissing, [...path, key])]),
    );
  }
  if (typeof value !== 'string') return value;
  return value.replace(placeholder, (written: string, name: string | undefined) => {
    if (name === undefined) return '${';
    if (!variableName.test(name)) {
      onMissing(
        path,
        `has a placeholder without the name of an environment variable: write \${NAME}, or $\${ for a plain \${`,
      );
      return written;
    }
    const filled = variables[name];
    if (filled === undefined) onMissing(path, `needs the environment variable ${name}, which is not set`);
    return filled ?? written;
  });
}
