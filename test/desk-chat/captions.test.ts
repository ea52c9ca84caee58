import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { ASK, CREATING, NOT_FOUND, SORRY } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const PICTURE = 'https://a.example/bike.png';
const callback = (name: string, data?: Record<string, unknown>) => ({ parameters: { callback: name, data } });
const ANSWER = { type: 'answer', message: 'A fine bike.' };
const OFFER = {
  type: 'polarQuestion',
  message: 'Shall I get somebody?',
  attributes: { DIRECT_CALL: 'escalationOffer' },
  options: [
    { label: 'yes', value: 11 },
    { label: 'no', value: 12 },
  ],
};
const FLAG = { type: 'answer', message: 'Ask a person.', flags: ['escalate'] };
const FORM = { type: 'answer', message: 'Form done.', actions: [callback('escalateToAgent', { INQUIRY: 'Bells' })] };
const MISS = { type: 'answer', message: 'No idea.', flags: ['no-results'] };

type Wire = Record<string, unknown>[];

/** A picture with a caption is two questions to the bot in one turn; it answers each exactly like this. */
async function sendsPicture(toCaption: Wire, toPicture: Wire, options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  stand.chatbot.control.setContent({ title: 'look', wire: toCaption });
  stand.chatbot.control.setContent({ title: 'the picture', phrases: [PICTURE], wire: toPicture });
  const shown = await ana.does({ do: 'image', url: PICTURE, caption: 'look' });
  const extraInfo = () => stand.desk.control.users().find(({ externalId }) => externalId === ana.externalId)?.extraInfo;
  const asked = () => stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).map(({ body }) => body);
  return { stand, ana, shown, extraInfo, asked };
}

describe("the bot's offer hides its own question only", () => {
  test('after the caption: the answer to the picture is shown', async () => {
    const { shown } = await sendsPicture([{ type: 'answer', message: 'Oh.' }, OFFER], [ANSWER]);
    expect(shown).toEqual(['Oh.', 'A fine bike.', ASK]);
  });

  test('after the picture: the answer to the caption is shown', async () => {
    const { shown } = await sendsPicture([ANSWER], [{ type: 'answer', message: 'Oh.' }, OFFER]);
    expect(shown).toEqual(['A fine bike.', 'Oh.', ASK]);
  });

  test('a refusal is told to the bot with the option of that question', async () => {
    const { ana, asked } = await sendsPicture([OFFER], [ANSWER]);
    await ana.presses('No');
    expect(asked()).toContainEqual({ message: PICTURE, option: 12 });
  });
});

describe('an answer with nothing to show', () => {
  const EMPTY = { type: 'answer', message: ' ' };

  test('beside another one of the same turn is passed over', async () => {
    expect((await sendsPicture([EMPTY], [ANSWER])).shown).toEqual(['A fine bike.']);
    expect((await sendsPicture([ANSWER], [EMPTY])).shown).toEqual(['A fine bike.']);
  });

  test('to both questions is told once', async () => {
    const { stand, shown } = await sendsPicture([EMPTY], [EMPTY]);
    expect(shown).toEqual([SORRY]);
    expect(stand.logged('nothing that can be shown')).toHaveLength(1);
  });

  test('is told, too, where it was a reason for an agent that leads to none', async () => {
    const stand = await startDeskStand({ counters: { triesBeforeEscalation: 1 } });
    for (const agent of [stand.carla, stand.marco]) agent.logout();
    stand.chatbot.control.setContent({ title: 'look', wire: [{ ...EMPTY, flags: ['no-results'] }] });
    expect(await visitorOf(stand).says('look')).toEqual([SORRY]);
  });

  test('is none where an agent is offered', async () => {
    const stand = await startDeskStand({ counters: { triesBeforeEscalation: 1 } });
    stand.chatbot.control.setContent({ title: 'look', wire: [{ ...EMPTY, flags: ['no-results'] }] });
    expect(await visitorOf(stand).says('look')).toEqual([ASK]);
  });
});

describe('of both answers the first reason that applies wins', () => {
  test('a finished form before a content that asks for an agent, with what the form knows', async () => {
    const { shown, extraInfo } = await sendsPicture([FORM], [FLAG]);
    expect(shown).toEqual(['Form done.', 'Ask a person.', CREATING]);
    expect(extraInfo()).toMatchObject({ INQUIRY: 'Bells' });
  });

  test('the same the other way round', async () => {
    const { shown, extraInfo } = await sendsPicture([FLAG], [FORM]);
    expect(shown).toEqual(['Ask a person.', 'Form done.', CREATING]);
    expect(extraInfo()).toMatchObject({ INQUIRY: 'Bells' });
  });

  test('a content that asks for an agent before an offer, whose question stays hidden', async () => {
    const { shown } = await sendsPicture([FLAG], [OFFER]);
    expect(shown).toEqual(['Ask a person.', ASK]);
  });
});

describe('a miss in one of them', () => {
  test.each<[string, Wire, Wire]>([
    ['the caption', [MISS], [ANSWER]],
    ['the picture', [ANSWER], [MISS]],
  ])('%s: the turn is one', async (_name, toCaption, toPicture) => {
    const { shown, ana } = await sendsPicture(toCaption, toPicture, { counters: { triesBeforeEscalation: 2 } });
    expect(shown).toHaveLength(2);
    expect(await ana.says('xyzzy1')).toEqual([NOT_FOUND, ASK]);
  });

  test('the user is asked once it is one too many, and counted on from there', async () => {
    const { shown, ana } = await sendsPicture([MISS], [ANSWER], { counters: { triesBeforeEscalation: 1 } });
    expect(shown).toEqual(['No idea.', 'A fine bike.', ASK]);
    expect(await ana.says('look')).toEqual(['No idea.', ASK]);
  });

  test('nobody is there: the next one looks again', async () => {
    const agents = ['u_carla', 'u_marco'].map((id) => ({ id, name: id, rooms: [1], online: false }));
    const desk = { agents };
    const counters = { triesBeforeEscalation: 2 };
    const { shown, ana, stand } = await sendsPicture([MISS], [ANSWER], { desk, counters });
    expect(shown).toHaveLength(2);
    expect(await ana.says('xyzzy1')).toEqual([NOT_FOUND]);
    stand.carla.login();
    expect(await ana.says('xyzzy2')).toEqual([NOT_FOUND, ASK]);
  });
});
