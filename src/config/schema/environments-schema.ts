import { z } from 'zod';
import { mapWith, oneOf, text } from '../field-types.ts';
import { phpRegexToMatcher } from '../php-regex.ts';
import { PhpRegexError } from '../php-regex-error.ts';

/** Names that folders below the configuration folder have for other reasons. */
const reservedNames = ['custom', 'default', 'lang'];

const environmentName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Why an environment cannot be called that; undefined when it can. */
export function environmentNameProblem(name: string): string | undefined {
  if (reservedNames.includes(name))
    return `cannot be the name of an environment (${reservedNames.join(', ')} are taken)`;
  if (environmentName.test(name)) return undefined;
  return 'cannot be the name of an environment: it must begin with a letter, then letters, digits, "_" and "-"';
}

const regexText = text('a regular expression, as in PHP ("/^dev\\./i") or bare ("^dev\\.")').superRefine(
  (value, context) => {
    try {
      phpRegexToMatcher(value);
    } catch (error) {
      if (!(error instanceof PhpRegexError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  },
);

/** `environments.yaml`: name of the environment -> the rule that leads to it, tried in the order of the file. */
export const environmentsSchema = z
  .record(z.string(), mapWith({ type: oneOf(['http_host', 'script_name']).optional(), regex: regexText.optional() }))
  .superRefine((rules, context) => {
    for (const name of Object.keys(rules)) {
      const problem = environmentNameProblem(name);
      if (problem !== undefined) context.addIssue({ code: 'custom', path: [name], message: problem });
    }
  });

export type EnvironmentsConfig = z.infer<typeof environmentsSchema>;
