import { expect, test } from 'vitest';
import { loadKnowledge, SHIPPED_KNOWLEDGE_FILE } from '../../../../sandbox/chatbot/knowledge/load-knowledge.ts';
import { parseContent } from '../../../../sandbox/chatbot/knowledge/parse-knowledge.ts';
import {
  bubblesOf,
  bubblesToAnswer,
  emptyContent,
  isFound,
  restOf,
  summaryOf,
  tidied,
  withRest,
} from '../../../../sandbox/page/web/backstage/knowledge/content-draft.ts';
import { linesToValues, valuesToLines } from '../../../../sandbox/page/web/backstage/knowledge/field-values.ts';
import { sourceToTarget, targetToSource } from '../../../../sandbox/page/web/backstage/knowledge/target.ts';

const { contents } = loadKnowledge(SHIPPED_KNOWLEDGE_FILE);

test('every content of the shipped knowledge comes out of the editor as it went in', () => {
  expect(contents.length).toBeGreaterThan(50);
  for (const content of contents) {
    expect(withRest(content, restOf(content))).toEqual(content);
    expect(bubblesToAnswer(bubblesOf(content))).toEqual(content.answer);
    const choices = content.options?.choices ?? [];
    expect(choices.map((choice) => targetToSource(sourceToTarget(choice)))).toEqual(choices);
    for (const { values } of content.form?.fields ?? []) {
      if (values) expect(linesToValues(valuesToLines(values))).toEqual(values);
    }
  }
});

test('what is taken out of the rest is gone, also a condition', () => {
  const when = [{ variable: 'a', is: 'b', show: 'C' }];
  const content = parseContent({ title: 'X', answer: 'Y', when, callback: { name: 'createTicket' } });
  expect(restOf(content)).toEqual({ when, callback: { name: 'createTicket' } });
  expect(withRest(content, {})).toEqual(parseContent({ title: 'X', answer: 'Y' }));
});

test('a content that is being added is one that the bot takes', () => {
  expect(parseContent(emptyContent('New'))).toEqual(emptyContent('New'));
});

test('empty lines and bubbles are not saved', () => {
  const written = { ...emptyContent(' New '), phrases: ['', 'how', ' '], answer: ['', '<p>So.</p>'] };
  expect(tidied(written)).toMatchObject({ title: 'New', phrases: ['how'], answer: '<p>So.</p>' });
  expect(tidied(emptyContent('New')).answer).toBeUndefined();
});

test('an option under the title of its content is written short, and with its label when that differs', () => {
  expect(targetToSource({ label: 'Bikes', content: 'Bikes', answer: '', more: {} })).toBe('Bikes');
  expect(targetToSource({ label: 'Two wheels', content: 'Bikes', answer: '', more: {} })).toEqual({
    label: 'Two wheels',
    content: 'Bikes',
  });
  expect(targetToSource({ label: 'Red', content: undefined, answer: 'A red one.', more: {} })).toEqual({
    label: 'Red',
    answer: 'A red one.',
  });
});

test('a search looks at titles, other ways to ask, and answers without their tags', () => {
  const content = parseContent({ title: 'Hours', phrases: ['when are you open'], answer: '<p>From <b>nine</b>.</p>' });
  expect(['hours', 'OPEN', 'from nine', ''].map((search) => isFound(content, search))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(isFound(content, '<b>')).toBe(false);
  expect(summaryOf(parseContent({ title: 'A', ask: { question: 'Sure?', yes: 'B' } }))).toBe('Sure?');
  expect(summaryOf(parseContent({ title: 'A', answer: '<p>Yes, <b>we</b>!</p><p>Always.</p>' }))).toBe(
    'Yes, we! Always.',
  );
});
