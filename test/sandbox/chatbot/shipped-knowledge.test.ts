import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileKnowledge } from '../../../sandbox/chatbot/knowledge/compile-knowledge.ts';
import type { Content } from '../../../sandbox/chatbot/knowledge/knowledge.ts';
import { loadKnowledge, SHIPPED_KNOWLEDGE_FILE } from '../../../sandbox/chatbot/knowledge/load-knowledge.ts';
import { type BotClient, optionValue, startBot, summary } from './bot-client.ts';

const source = loadKnowledge(SHIPPED_KNOWLEDGE_FILE);
const { contents } = compileKnowledge(source, { media: 'http://127.0.0.1/media' });
const byTitle = (title: string): Content => [...contents.values()].find((content) => content.title === title)!;

let bot: BotClient;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.simulator.stop());

function contentsBehind(content: Content): number[] {
  const { choice, ask, related, chain, when } = content;
  return [
    ...(choice?.options.map(({ target }) => target) ?? []),
    ...(ask ? [ask.yes, ask.no ?? ask.yes] : []),
    ...(related?.contents.map(({ id }) => id) ?? []),
    ...chain,
    ...when.map(({ show }) => show),
  ];
}

describe('the knowledge of the sandbox', () => {
  test('can be reached from the menu as a whole', () => {
    const reached = new Set([byTitle('Menu').id]);
    for (const id of reached) for (const next of contentsBehind(contents.get(id)!)) reached.add(next);
    const lost = [...contents.values()].filter(({ id }) => !reached.has(id)).map(({ title }) => title);
    expect(lost).toEqual([]);
    expect(reached.size).toBeGreaterThan(100);
  });

  test('can be walked through by buttons alone, however few fit', async () => {
    const talk = await bot.open({ answers: { maxOptions: 3 } });
    const seen = new Set<string>();
    let answers = await talk.say('menu');
    while (answers.length > 0) {
      const labels = answers.flatMap(({ options }) => options?.map(({ label }) => label) ?? []);
      expect(labels.length).toBeLessThanOrEqual(3);
      for (const label of labels) seen.add(label);
      answers = labels.includes('More topics') ? await talk.click(optionValue(answers, 'More topics')) : [];
    }
    expect([...seen]).toEqual(expect.arrayContaining(['Our shop', 'Forms', 'Oddities']));
  });

  test('answers every title with something, in every environment', async () => {
    for (const environment of ['production', 'development']) {
      for (const { title } of source.contents) {
        const talk = await bot.open({}, { 'x-inbenta-env': environment, 'x-inbenta-user-type': '1' });
        const reply = await talk.send({ message: title });
        expect([title, reply.status]).toEqual([title, 200]);
        expect((reply.body as { answers: unknown[] }).answers.length).toBeGreaterThan(0);
      }
    }
  });

  test('serves the pictures that it shows', async () => {
    const talk = await bot.open();
    const [answer] = await talk.say('colours of the dune');
    const pictures = [...answer!.message.matchAll(/src="([^"]+)"/g)].map(([, url]) => url!);
    expect(pictures).toHaveLength(3);
    for (const url of pictures) {
      const response = await fetch(url);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    const used = new Set([...JSON.stringify(source).matchAll(/\$media\/([\w-]+\.png)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(readdirSync(join(SHIPPED_KNOWLEDGE_FILE, '../media')).sort());
  });

  test('has no placeholder that nothing fills', () => {
    const left = [...contents.values()].filter(({ bubbles }) => bubbles.some((text) => /\$[a-z]/.test(text)));
    expect(left.map(({ title }) => title)).toEqual([]);
  });

  test.each([
    ['<ol>', 'Changing a tube'],
    ['<table>', 'Frame sizes'],
    ['<h2>', 'Service plans'],
    ['<br/>', 'Our address'],
    ['mailto:', 'Ways to reach us'],
    ['tel:', 'Ways to reach us'],
    ['<script>', 'Spring newsletter'],
    ['data:image/png', 'Picture in the text itself'],
    ["SRC='", 'Picture in single quotes'],
    ['src="/images', 'Picture without an address'],
    ['<video', 'Films and manuals'],
    ['<iframe', 'Films and manuals'],
  ])('shows %s in "%s"', (html, title) => {
    expect(byTitle(title).bubbles.join()).toContain(html);
  });

  test('has an answer of 20,000 characters, and one that can hardly be cut', () => {
    expect(byTitle('Terms of hire').bubbles.join().length).toBeGreaterThanOrEqual(20_000);
    expect(byTitle('A wall of emoji').bubbles.join()).toMatch(/^(\p{Emoji}|\p{M}|\p{L}|\p{Cf})+$/u);
  });

  test('offers a person in the way that Inbenta designed', async () => {
    const talk = await bot.open();
    const offer = await talk.say('I have a complaint');
    expect(offer).toMatchObject([
      { type: 'answer', attributes: { DIRECT_CALL: 'escalationOffer' } },
      { type: 'polarQuestion', options: [{ label: 'yes' }, { label: 'no' }] },
    ]);
    expect(summary(await talk.say('no'))).toMatchObject([{ type: 'answer' }]);
    await talk.post('/conversation/variables', { name: 'agents_available', value: 'false' });
    expect(await talk.directCall('escalationStart')).toMatchObject([
      { attributes: { DIRECT_CALL: 'escalationNoAgentsAvailable' } },
    ]);
    await talk.post('/conversation/variables', { name: 'agents_available', value: 'TRUE' });
    await talk.directCall('escalationStart');
    for (const text of ['Ana', 'Ruiz', 'ana@example.com']) await talk.say(text);
    expect(await talk.say('A refund')).toMatchObject([
      {
        flags: ['end-form'],
        actions: [
          {
            parameters: {
              callback: 'escalateToAgent',
              data: { FIRST_NAME: 'Ana', LAST_NAME: 'Ruiz', EMAIL_ADDRESS: 'ana@example.com', INQUIRY: 'A refund' },
            },
          },
        ],
      },
    ]);
  });

  test('reaches a person by flag, callback, redirect and ticket, too', async () => {
    const talk = await bot.open();
    expect(await talk.say('I want to talk to a human')).toMatchObject([
      { flags: ['escalate'], attributes: { ESCALATE: 'TRUE' } },
    ]);
    expect(await talk.say('call me back')).toMatchObject([
      { actions: [{ parameters: { callback: 'escalateToAgent', data: { INQUIRY: 'Please call me back' } } }] },
    ]);
    await talk.say('a stolen bike');
    expect(await talk.say('At the station')).toMatchObject([
      { flags: ['end-form'], actions: [{ parameters: { callback: 'escalationStart' } }] },
    ]);
    const [, question] = await talk.say('a way to a person');
    expect(question?.options?.[2]).toMatchObject({ attributes: { DYNAMIC_REDIRECT: 'escalationStart' } });
    for (const text of ['Write to us', 'Ana', 'ana@example.com']) await talk.say(text);
    expect(await talk.say('Hello!')).toMatchObject([{ actions: [{ parameters: { callback: 'createTicket' } }] }]);
  });

  test('finds several external results, with codes that may be clicked', async () => {
    const talk = await bot.open();
    const [found] = await talk.say('search our website');
    expect(found).toMatchObject({
      type: 'extendedContentsAnswer',
      source: { type: 'external_search' },
      subAnswers: [{ type: 'answer', options: null }, {}, { parameters: { contents: { url: { target: '_blank' } } } }],
    });
    const code = found?.subAnswers?.[1]?.parameters?.contents?.trackingCode.clickCode;
    expect((await talk.post('/tracking/events', { type: 'click', data: { code } })).status).toBe(200);
  });

  test('shows the exceptions from rating', async () => {
    const talk = await bot.open();
    const rateCode = async (title: string) => (await talk.say(title))[0]?.parameters?.contents?.trackingCode.rateCode;
    expect(await rateCode('Can be rated')).toEqual(expect.any(String));
    expect(await rateCode('Cannot be rated')).toBeUndefined();
    expect(await talk.say('Asks for no rating')).toMatchObject([{ flags: ['no-rating'] }]);
    expect(await talk.say('Rating switched off')).toMatchObject([{ attributes: { RATINGS: 'FALSE' } }]);
  });

  test('is explained key by key', () => {
    const readme = readFileSync(join(SHIPPED_KNOWLEDGE_FILE, '../README.md'), 'utf8');
    const keys = Object.keys(source.contents[0]!);
    expect(keys.filter((key) => !readme.includes(`\`${key}\``))).toEqual([]);
  });
});

describe('knowledge with a mistake', () => {
  const start = (content: Record<string, unknown>) => startBot({ knowledge: { contents: [content as never] } });

  test.each([
    ['a reference to nothing', { title: 'A', chain: ['B'] }, '"A" refers to "B"'],
    ['an unknown key', { title: 'A', anwser: 'x' }, 'anwser'],
    ['no title', { answer: 'x' }, 'title'],
    [
      'a revisitable option without a name',
      { title: 'A', options: { question: '?', choices: [{ label: 'B', answer: 'x', revisitable: true }] } },
      'direct_call',
    ],
  ])('is refused at the start: %s', async (_name, content, sentence) => {
    await expect(start(content)).rejects.toThrow(sentence);
  });

  test('is refused when two contents share a name', async () => {
    const twice = { contents: [{ title: 'A' }, { title: 'B', direct_call: 'A' }] };
    await expect(startBot({ knowledge: twice })).rejects.toThrow('two contents are called "A"');
  });
});
