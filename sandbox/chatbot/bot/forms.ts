import type { CallbackSource, FieldSource, FormSource } from '../knowledge/knowledge-schema.ts';
import { fillPlaceholders } from '../knowledge/placeholders.ts';
import { addDirectAnswer, bubblesToAnswer } from './answers.ts';
import type { FormRun, FormStep } from './conversation.ts';
import { fieldToListValues, textToField } from './field-input.ts';
import { askDirectly, askPolar } from './questions.ts';
import type { Turn } from './turn.ts';
import type { ActionField } from './wire.ts';

/** Begins a form and asks for its first field. */
export function startForm(turn: Turn, form: FormSource): void {
  const run: FormRun = { form, index: 0, failures: 0, values: {}, fieldIds: [] };
  turn.conversation.form = run;
  askNext(turn, run);
}

/** Takes a text as the value of the field that is asked for. */
export function takeFieldInput(turn: Turn, run: FormRun, text: string): void {
  const field = run.form.fields[run.index];
  const result = field && textToField(field, text);
  if (result && 'error' in result) {
    refuseInput(turn, run, result.error);
    return;
  }
  if (field && result) {
    run.values[field.variable] = result.value;
    turn.conversation.variables.set(field.variable, result.value);
    run.index++;
    run.failures = 0;
  }
  // Without a field the end was to be confirmed, which a text that is neither yes nor no does not do.
  askNext(turn, run);
}

/** What a yes or no to one of the form's own questions does. */
export function runFormStep(turn: Turn, run: FormRun, step: FormStep): void {
  if (step.kind === 'form-continue') {
    run.failures = 0;
    askNext(turn, run);
  } else if (step.kind === 'form-restart') {
    startForm(turn, run.form);
  } else if (step.kind === 'form-ask-retry') {
    askDirectly(turn, 'form-retry', { kind: 'form-restart' }, { kind: 'form-leave' });
  } else if (step.kind === 'form-leave') {
    turn.conversation.form = undefined;
    addDirectAnswer(turn, 'follow-up-question');
  } else {
    finishForm(turn, run);
  }
}

function askNext(turn: Turn, run: FormRun): void {
  const { form, index, values } = run;
  if (index < form.fields.length) promptField(turn, run);
  else if (form.confirm === undefined) finishForm(turn, run);
  else {
    const text = fillPlaceholders(form.confirm, values);
    askPolar(turn, { text, yes: { kind: 'form-finish' }, no: { kind: 'form-ask-retry' } });
  }
}

/** The same field again with what is wrong; after enough failures, the question whether to go on at all. */
function refuseInput(turn: Turn, run: FormRun, error: string): void {
  const { allowUserToAbandonForm, errorRetries } = turn.conversation.options;
  run.failures++;
  if (allowUserToAbandonForm && run.failures >= errorRetries) {
    askDirectly(turn, 'form-continue', { kind: 'form-continue' }, { kind: 'form-leave' });
  } else {
    promptField(turn, run, error);
  }
}

function promptField(turn: Turn, run: FormRun, error?: string): void {
  const field = run.form.fields[run.index];
  if (!field) return;
  const prompt = fillPlaceholders(field.prompt, run.values);
  const earlier = [...run.fieldIds];
  const fieldId = `af-${(++turn.conversation.asked).toString(16).padStart(3, '0')}`;
  run.fieldIds.push(fieldId);
  turn.answers.push({
    ...bubblesToAnswer(turn, error === undefined ? [prompt] : [error, prompt], []),
    actionField: fieldToActionField(field, fieldId),
    actionFieldEvents: { disable: earlier.slice(-1), updateRequestedAction: earlier },
  });
}

function fieldToActionField(field: FieldSource, actionFieldId: string): ActionField {
  const fieldType = field.type === 'list' ? 'list' : field.type === 'date' ? 'datePicker' : 'default';
  const values = fieldToListValues(field).map(({ option, labels }) => ({ label: labels, option }));
  return {
    fieldType,
    variableName: field.variable,
    actionFieldId,
    disableInput: fieldType === 'list',
    listValues: fieldType === 'list' ? { displayType: field.display, values } : null,
  };
}

function finishForm(turn: Turn, { form, values }: FormRun): void {
  turn.conversation.form = undefined;
  const bubbles = [form.done].flat().map((text) => fillPlaceholders(text, values));
  const answer = bubblesToAnswer(turn, bubbles, ['end-form']);
  if (form.callback) answer.actions = [{ parameters: callbackParameters(form.callback, values) }];
  turn.answers.push(answer);
}

/** Without a mapping of its own a callback gets every value under its variable's name in capitals. */
function callbackParameters(
  { name, data }: CallbackSource,
  values: Record<string, string>,
): { callback: string; data: Record<string, string> } {
  const entries = data
    ? Object.entries(data).map(([key, text]) => [key, fillPlaceholders(text, values)] as const)
    : Object.entries(values).map(([name, value]) => [name.toUpperCase(), value] as const);
  return { callback: name, data: Object.fromEntries(entries) };
}
