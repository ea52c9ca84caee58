import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { shippedLangDir } from '../../src/config/config-folder.ts';

function readLanguage(code: string): Record<string, string> {
  return parse(readFileSync(join(shippedLangDir, `${code}.yaml`), 'utf8'));
}

const codes = readdirSync(shippedLangDir).map((file) => file.replace('.yaml', ''));
const english = readLanguage('en');

/** What the labels may and must contain. */
const placeholders: Record<string, string[]> = {
  agent_joined: ['$agentName'],
  on_waiting_queue_exit: ['$exitCommand'],
  queue_estimation: ['$queuePosition'],
};

test('there are eight languages', () => {
  expect(codes.sort()).toEqual(['ca', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pt']);
});

test('the English texts of the original guide are unchanged', () => {
  expect(english).toMatchObject({
    agent_joined: 'Agent $agentName has joined the conversation.',
    api_timeout: 'Please, reformulate your question.',
    ask_rating_comment: 'Please tell us why',
    ask_to_escalate: 'Do you want to start a chat with a human agent?',
    chat_closed: 'Chat closed',
    creating_chat: 'I will try to connect you with an agent. Please wait.',
    error_creating_chat: 'There was an error joining the chat',
    escalation_rejected: 'What else can I do for you?',
    no: 'No',
    no_agents: 'No agents available',
    rate_content_intro: 'Was this answer helpful?',
    thanks: 'Thanks!',
    yes: 'Yes',
  });
});

test('the connector has labels of its own', () => {
  const guide = 13;
  const own = [
    'chat_closed_inactivity',
    'date_format',
    'error_generic',
    'media_failed',
    'more_options',
    'on_waiting_queue',
    'on_waiting_queue_exit',
    'out_of_time',
    'queue_estimation',
    'queue_estimation_first',
    'related',
    'ticket_created',
    'ticket_error',
    'unsupported_message',
  ];
  expect(Object.keys(english)).toEqual(expect.arrayContaining(own));
  expect(Object.keys(english)).toHaveLength(guide + own.length);
});

describe.each(codes)('%s', (code) => {
  const labels = readLanguage(code);

  test('has the same keys as English, in the same order, all with a text', () => {
    expect(Object.keys(labels)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(labels)) {
      expect(typeof text, key).toBe('string');
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe('');
    }
  });

  test('has the placeholders of each label and no others', () => {
    for (const [key, text] of Object.entries(labels)) {
      expect(text.match(/\$\w+/g) ?? [], key).toEqual(placeholders[key] ?? []);
    }
  });

  test('has short words on the buttons', () => {
    expect(labels.yes?.length).toBeLessThanOrEqual(20);
    expect(labels.no?.length).toBeLessThanOrEqual(20);
  });
});
