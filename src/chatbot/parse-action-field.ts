import { asList, asRecord, asText } from '../net/loose-json.ts';
import type { ActionField } from './wire.ts';

type Loose = Record<string, unknown> | undefined;

/**
 * Reads the form field that an answer asks for (Inbenta docs: forms). Outside of a form it is null, missing or `[]`.
 *
 * @param onWarning told about choices that had to be left out
 */
export function parseActionField(field: Loose, onWarning: (message: string) => void): ActionField | undefined {
  if (field === undefined) return undefined;
  const fieldType = asText(field.fieldType);
  const variableName = asText(field.variableName);
  if (fieldType === undefined && variableName === undefined) return undefined;
  const choices =
    asRecord(field.listValues)?.values ?? (Array.isArray(field.listValues) ? field.listValues : undefined);
  return { fieldType: fieldType ?? 'default', variableName, values: parseChoices(choices, onWarning) };
}

function parseChoices(choices: unknown, onWarning: (message: string) => void): ActionField['values'] {
  const parsed: ActionField['values'] = [];
  for (const entry of asList(choices)) {
    const choice = parseChoice(asRecord(entry));
    if (choice === undefined) onWarning('a choice of a form field has no label');
    else parsed.push(choice);
  }
  return parsed;
}

/** `label` lists synonyms, the first is the one to show. Without an `option` the label itself is what is sent. */
function parseChoice(choice: Loose): ActionField['values'][number] | undefined {
  if (choice === undefined) return undefined;
  const option = typeof choice.option === 'number' ? choice.option : asText(choice.option);
  const synonyms = asList(choice.label);
  const label =
    synonyms.map(asText).find((text) => text !== undefined) ?? (option === undefined ? undefined : String(option));
  return label === undefined ? undefined : { label, option: option ?? label };
}
