import { describe, expect, test } from 'vitest';
import { type LabelTable, labelText, optionalLabelText } from '../../src/config/labels.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createConfFolder } from './create-conf-folder.ts';

function labelsOf(files: Record<string, string>, environment = 'production'): LabelTable {
  return loadConfig({ confDir: createConfFolder(files) }).forEnvironment(environment).labels;
}

describe('labels of files', () => {
  test('custom overlays what is shipped, an environment overlays custom', () => {
    const files = {
      'custom/environments.yaml': 'development: {type: http_host, regex: dev}\n',
      'custom/lang/es.yaml': "yes: '¡Sí!'\nno: '¡No!'\n",
      'development/lang/es.yaml': "no: 'Nones'\n",
    };
    const production = labelsOf(files);
    const development = labelsOf(files, 'development');
    expect([production.es?.yes, production.es?.no, production.es?.thanks]).toEqual(['¡Sí!', '¡No!', '¡Gracias!']);
    expect([development.es?.yes, development.es?.no]).toEqual(['¡Sí!', 'Nones']);
  });

  test('every layer may add labels and languages; an empty text is not set', () => {
    const labels = labelsOf({
      'custom/lang/en.yml': "very_good: 'Very good'\nyes: ''\nno:\n",
      'custom/lang/gl.yaml': "yes: 'Si'\n",
    });
    expect(labels.en).toMatchObject({ very_good: 'Very good', yes: 'Yes', no: 'No' });
    expect(labels.gl).toEqual({ yes: 'Si' });
  });

  test('keys with dashes are those with underscores', () => {
    const labels = labelsOf({ 'custom/lang/en.yaml': "ask-to-escalate: 'Agent?'\n" });
    expect(labelText(labels, undefined, 'en', 'ask_to_escalate')).toBe('Agent?');
  });
});

describe('the text of a label', () => {
  const table: LabelTable = {
    en: { yes: 'Yes', agent_joined: 'Agent $agentName, $agentName of $company', chat_closed: 'Chat closed' },
    es: { yes: 'Sí' },
  };

  test('is the translation, else English, else the key', () => {
    expect(labelText(table, undefined, 'es', 'yes')).toBe('Sí');
    expect(labelText(table, undefined, 'es', 'chat_closed')).toBe('Chat closed');
    expect(labelText(table, undefined, 'ja', 'yes')).toBe('Yes');
    expect(labelText(table, undefined, 'es', 'Muy bien')).toBe('Muy bien');
    expect(labelText(table, undefined, 'constructor', 'toString')).toBe('toString');
  });

  test('comes from ExtraInfo first, where it is not empty', () => {
    const extraInfo: LabelTable = { es: { yes: '¡Claro!', 'chat-closed': 'Fin' }, en: { yes: '' } };
    expect(labelText(table, extraInfo, 'es', 'yes')).toBe('¡Claro!');
    expect(labelText(table, extraInfo, 'es', 'chat_closed')).toBe('Fin');
    expect(labelText(table, extraInfo, 'en', 'yes')).toBe('Yes');
  });

  test('has its placeholders filled in; unknown ones stay', () => {
    expect(labelText(table, undefined, 'en', 'agent_joined', { agentName: '$& Ann' })).toBe(
      'Agent $& Ann, $& Ann of $company',
    );
  });

  test('of an optional label is only said where the language has it', () => {
    const own: LabelTable = { ...table, es: { agent_left: '$agentName se va' }, en: { rating_positive: 'Great!' } };
    expect(optionalLabelText(own, undefined, 'es', 'agent_left', { agentName: 'Ann' })).toBe('Ann se va');
    expect(optionalLabelText(own, undefined, 'es', 'rating_positive')).toBeUndefined();
    expect(optionalLabelText(own, { es: { rating_positive: '¡Qué bien!' } }, 'es', 'rating_positive')).toBe(
      '¡Qué bien!',
    );
  });
});

describe('labels that nobody will read', () => {
  const warningsOf = (files: Record<string, string>) => {
    const confDir = createConfFolder(files);
    return loadConfig({ confDir }).warnings.map((warning) => warning.replace(`${confDir}/`, ''));
  };

  test('are warnings with file, key and line: a key that is none, a name that nothing is put in for', () => {
    const en = "yes: 'Yep'\ntanks: 'Thanks!'\nagent-joined: '$agentNmae of $agentName is here'\nno: 'No, $agentName'\n";
    expect(warningsOf({ 'custom/lang/en.yaml': en })).toEqual([
      'custom/lang/en.yaml: tanks: is no label of the connector, and no rating has it on its button: is it misspelled? (line 2)',
      'custom/lang/en.yaml: agent-joined: has $agentNmae, which nothing is put in for; accepted: $agentName (line 3)',
      'custom/lang/en.yaml: no: has $agentName, which nothing is put in for; this label takes no names (line 4)',
    ]);
  });

  test('do not include those of ratings, optional ones, prices and names that are known', () => {
    const files = {
      'custom/conversation.yaml': 'content_ratings: {ratings: [{id: 1, label: very-good}]}\n',
      'custom/lang/en.yaml':
        "very_good: 'Great'\nrating_positive: 'For $5'\nagent_left: 'Bye, $agentName'\n" +
        "queue_estimation: '$queuePosition'\non_waiting_queue_exit: '$exitCommand'\n",
    };
    expect(warningsOf(files)).toEqual([]);
  });

  test('are summed up where there are many', () => {
    const labels = Array.from({ length: 50 }, (_, index) => `own_${index}: 'x'\n`).join('');
    const warnings = warningsOf({ 'custom/lang/en.yaml': labels });
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toMatch(/has 30 more labels/);
  });
});

test('thousands of labels take no longer than each of them', () => {
  const labels = Array.from({ length: 40_000 }, (_, index) => `own_${index}: 'text ${index}'\n`).join('');
  const began = performance.now();
  expect(labelsOf({ 'custom/lang/en.yaml': labels }).en).toMatchObject({ own_39999: 'text 39999' });
  // A minute and more where every key is compared with every other.
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('a key that stands twice is a mistake, on whatever level', () => {
  const load = (files: Record<string, string>) => () => loadConfig({ confDir: createConfFolder(files) });
  expect(load({ 'custom/lang/en.yaml': "yes: 'Yes'\nno: 'No'\nyes: 'Yep'\n" })).toThrow(/stands here twice \(line 3\)/);
  expect(load({ 'custom/chat.yaml': 'chat:\n  roomId: 1\n  roomId: 2\n' })).toThrow(/stands here twice \(line 3\)/);
});
