import { describe, expect, test } from 'vitest';
import type { BotAnswer } from '../../src/chatbot/wire.ts';
import {
  asksSomething,
  escalationSignal,
  isMiss,
  isRateable,
  rateCodeOf,
  startsEscalation,
  ticketRequest,
} from '../../src/translation/answer-signals.ts';
import { botAnswer } from './bot-answer.ts';

const action = (callback: string, data: Record<string, unknown> = {}) => ({ callback, data });
const start = botAnswer({ actions: [action('other'), action('escalationStart')] });
const flag = botAnswer({ flags: ['multiple-options', 'escalate'] });
const offer = botAnswer({ type: 'polarQuestion', attributes: { DIRECT_CALL: 'escalationOffer' } });

describe('what leads to an agent', () => {
  const form = botAnswer({ actions: [action('createTicket'), action('escalateToAgent', { FIRST_NAME: 'Ana' })] });

  test.each<[string, BotAnswer[], object | undefined]>([
    ['a finished form', [form], { kind: 'form', data: { FIRST_NAME: 'Ana' } }],
    ['the start of the designed dialog, whatever the place of its callback', [start], { kind: 'start' }],
    ['the flag of a content', [flag], { kind: 'flag' }],
    ['an offer of the bot, also in a question', [botAnswer(), offer], { kind: 'offer' }],
    ['the strongest of all answers', [offer, flag, start, form], { kind: 'form', data: { FIRST_NAME: 'Ana' } }],
    ['the dialog before the flag', [offer, flag, start], { kind: 'start' }],
    ['the flag before the offer', [offer, flag], { kind: 'flag' }],
    ['no other direct call', [botAnswer({ attributes: { DIRECT_CALL: 'returns' } })], undefined],
    ['no other callback', [botAnswer({ actions: [action('createTicket')] })], undefined],
    ['nothing', [], undefined],
  ])('%s', (_name, answers, expected) => expect(escalationSignal(answers)).toEqual(expected));

  test('the answer that starts the dialog is told from the others', () => {
    expect([start, flag].map(startsEscalation)).toEqual([true, false]);
  });

  test('a form may ask for a ticket', () => {
    expect(ticketRequest([botAnswer(), botAnswer({ actions: [action('createTicket', { INQUIRY: 'x' })] })])).toEqual({
      INQUIRY: 'x',
    });
    expect(ticketRequest([start])).toBeUndefined();
  });
});

describe('a miss', () => {
  test.each<[string, BotAnswer[], boolean]>([
    ['by the flag of any answer', [botAnswer({ flags: ['no-results'] }), botAnswer()], true],
    ['by being outside of the subset', [botAnswer({ flags: ['no-subset-match'] })], true],
    [
      'by the content that newer instances answer with',
      [botAnswer({ attributes: { DIRECT_CALL: 'sys-no-results' } })],
      true,
    ],
    ['is no other content', [botAnswer({ attributes: { DIRECT_CALL: 'sys-welcome' } })], false],
    ['is no empty direct call', [botAnswer({ attributes: { DIRECT_CALL: '' } })], false],
    ['is no answer at all', [], false],
  ])('%s', (_name, answers, expected) => expect(isMiss(answers, ['sys-no-results', ''])).toBe(expected));
});

describe('ratings', () => {
  const rateable = botAnswer({ contents: { rateCode: 'r1', related: [] } });

  test('are for answers with a code', () => {
    expect(isRateable(rateable)).toBe(true);
    expect(isRateable(botAnswer())).toBe(false);
  });

  test.each<[string, Partial<BotAnswer>]>([
    ['a question', { type: 'multipleChoiceQuestion' }],
    ...['escalate', 'no-rating', 'no-ratings', 'follow-up-question', 'end-form'].map(
      (flag): [string, Partial<BotAnswer>] => [`the flag ${flag}`, { flags: [flag] }],
    ),
    ['the start of the escalation', { actions: [action('x'), action('escalationStart')] }],
    ['an offer of an agent', { attributes: { DIRECT_CALL: 'escalationOffer' } }],
    ['a dialog that goes on to one', { attributes: { DYNAMIC_REDIRECT: 'escalationOffer' } }],
    ['a content whose editor wants none', { attributes: { RATINGS: 'FALSE' } }],
    ['a content whose editor wrote it otherwise', { attributes: { RATINGS: false } }],
  ])('are not for %s', (_name, answer) => expect(isRateable({ ...rateable, ...answer })).toBe(false));

  test('are for an answer with attributes that do not matter', () => {
    expect(isRateable({ ...rateable, flags: ['other'], attributes: { RATINGS: 'TRUE', DIRECT_CALL: 'x' } })).toBe(true);
  });

  test('the last rateable answer counts, each judged alone', () => {
    const second = botAnswer({ contents: { rateCode: 'r2', related: [] } });
    const unrated = botAnswer({ contents: { rateCode: 'r3', related: [] }, flags: ['no-rating'] });
    expect(rateCodeOf([rateable, second, unrated])).toBe('r2');
    expect(rateCodeOf([unrated])).toBeUndefined();
  });
});

describe('an answer waits for the user', () => {
  const options = [{ label: 'yes', value: 1, attributes: {} }];
  const field = (more: object) => ({ fieldType: 'default', values: [], ...more });

  test.each<[string, Partial<BotAnswer>, boolean]>([
    ['with options', { type: 'polarQuestion', options }, true],
    ['not with a question nobody can answer', { type: 'multipleChoiceQuestion' }, false],
    ['not with options beside an answer', { options }, false],
    ['with a field', { actionField: field({ variableName: 'name' }) }, true],
    ['with a list', { actionField: field({ fieldType: 'list', values: [{ label: 'S', option: 'S' }] }) }, true],
    ['with a date', { actionField: field({ fieldType: 'datePicker' }) }, true],
    ['not with an empty field', { actionField: field({}) }, false],
    ['with results to choose from', { type: 'extendedContentsAnswer', subAnswers: [botAnswer(), botAnswer()] }, true],
    ['not with one result', { type: 'extendedContentsAnswer', subAnswers: [botAnswer()] }, false],
    ['not with a text', { messages: ['Hello?'] }, false],
  ])('%s', (_name, answer, expected) => expect(asksSomething(botAnswer(answer))).toBe(expected));
});
