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
