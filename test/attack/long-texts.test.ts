import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { waitUntil } from '../support/wait-until.ts';
import { nastyTexts } from './nasty-texts.ts';

/** Longer than everything takes here, shorter than one text took that was read again and again. */
const LONG_ENOUGH_MS = 60_000;

const QUESTION = 'which bike suits me?';
const ANSWER = 'Then look at the Quay. Mudguards, lights, a rack, and nothing that rattles. From €649.';

let stand: ProcessStand;

beforeAll(async () => {
  stand = await startProcessStand();
}, 60_000);
afterAll(() => stand?.stop());

test.each([
  ['whatsapp', 130_000],
  ['mailgun', 65_000],
])(
  'while many people on %s answer a question with texts of %i signs, another user is answered',
  async (channel, length) => {
    const { control } = stand.smooch;
    const texts = nastyTexts(length);
    const people = texts.map(() => stand.user(channel));
    for (const person of people) person.say(QUESTION);
    for (const person of people) await control.waitForMessages(person.id, 2, LONG_ENOUGH_MS);

    const began = performance.now();
    people.forEach((person, index) => {
      person.say(texts[index]?.[1] ?? '');
    });
    const ben = stand.user(channel);
    ben.say(QUESTION);
    await control.waitForMessages(ben.id, 2, LONG_ENOUGH_MS);
    // A question is answered by what comes after it was confirmed.
    const hasEnded = () => stand.log().some(({ msg, lane }) => msg === 'turn' && String(lane).endsWith(ben.id));
    await waitUntil('the turn that asks has ended', hasEnded, LONG_ENOUGH_MS);
    ben.say('1');
    await control.waitForMessages(ben.id, 3, LONG_ENOUGH_MS);
    expect(stand.texts(ben).at(-1)).toBe(ANSWER);
    await control.webhooks.idle();
    expect(performance.now() - began).toBeLessThan(LONG_ENOUGH_MS);
  },
  180_000,
);
