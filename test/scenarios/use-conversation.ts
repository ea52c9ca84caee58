import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ContentInput } from '../../sandbox/chatbot/knowledge/knowledge-schema.ts';
import { type Stand, type StandOptions, startStand } from '../support/stand.ts';
import { createPerson, type Person } from './person.ts';
import { shownProblems } from './shown-problems.ts';

/** One stand for the tests of a file or a `describe`, each with people of its own. */
export interface Conversations {
  readonly stand: Stand;
  /** Somebody new on a channel; default `web`. */
  person(platform?: string): Person;
  /** Teaches the bot a content for the running test. */
  teach(content: ContentInput): void;
  /** Teaches the bot to answer the title of a content with these answers, exactly as they are written. */
  teachAnswers(title: string, ...answers: Record<string, unknown>[]): void;
  /** Messages of the running test's log at these levels, which then count as expected. */
  logged(...levels: string[]): string[];
}

/** The attributes that the sandbox's knowledge uses. */
const digester = {
  button_title: 'SHORT_TITLE',
  url_buttons: { attribute_name: 'URL_BUTTON', button_title_var: 'title', button_url_var: 'url' },
};

/**
 * Starts a stand before the tests and stops it after them. After each test everything that was sent must have been
 * accepted by Smooch and shown whole by its channel, and the log must hold no error that the test did not ask about.
 */
export function useConversation(options: StandOptions = {}): Conversations {
  let stand: Stand;
  let people: Person[] = [];
  let expected = new Set<unknown>();

  beforeAll(async () => {
    stand = await startStand({ ...options, conversation: { digester, ...options.conversation } });
  });
  afterAll(() => stand?.stop());
  afterEach(() => {
    const sent = people.flatMap(({ user }) => user.messages);
    const refusals = stand.smooch.control.journal
      .listRaw({ endpoint: 'message' })
      .filter(({ status = 0, fault }) => status >= 400 && fault === undefined);
    const errors = stand.log.filter((line) => line.level === 'error' && !expected.has(line));
    people = [];
    expected = new Set();
    stand.log.length = 0;
    stand.smooch.control.faults.clear();
    stand.smooch.control.journal.clear();
    stand.chatbot.control.reset();
    expect(sent.flatMap(shownProblems)).toEqual([]);
    expect(refusals).toEqual([]);
    expect(errors).toEqual([]);
  });

  return {
    get stand() {
      return stand;
    },
    person(platform = 'web') {
      const person = createPerson(stand, platform);
      people.push(person);
      return person;
    },
    teach: (content) => stand.chatbot.control.setContent(content),
    teachAnswers: (title, ...answers) => stand.chatbot.control.setContent({ title, wire: answers }),
    logged(...levels) {
      const lines = stand.log.filter(({ level }) => levels.includes(String(level)));
      for (const line of lines) expected.add(line);
      return lines.map(
        (line) => `${line.msg}${line.contents === undefined ? '' : ` ${JSON.stringify(line.contents)}`}`,
      );
    },
  };
}
