import type { FieldSource } from '../../../../chatbot/knowledge/knowledge-schema.ts';

type Values = NonNullable<FieldSource['values']>;

/** The values of a list, one a line: `Quay`, or `city = City bike, City` when option and labels differ. */
export function valuesToLines(values: Values): string {
  return values
    .map((value) => (typeof value === 'string' ? value : `${value.option} = ${value.labels.join(', ')}`))
    .join('\n');
}

/** The way back; empty lines do not count. */
export function linesToValues(lines: string): Values {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, option, labels] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      if (option === undefined || labels === undefined) return line.trim();
      return { option: option.trim(), labels: labels.split(',').map((label) => label.trim()) };
    });
}
