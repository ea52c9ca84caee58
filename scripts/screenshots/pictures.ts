import { readFileSync } from 'node:fs';
import type { BrowserContextOptions } from 'playwright-core';
import { waitUntilAnswered } from '../../sandbox/terminal/wait-until-answered.ts';
import { addUser, press, type Stage, say, untilLoaded, untilRead } from './stage.ts';

interface Picture extends BrowserContextOptions {
  /** Of the file in `docs/images`. */
  name: string;
  /** Where the page looks: what stands behind `#` in its address. */
  at: string;
  /** Brings the sandbox and the page to where the picture is taken. */
  play(stage: Stage): Promise<void>;
}

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

/** The pictures of the documentation. */
export const pictures: Picture[] = [
  { name: 'sandbox-light', at: '/scenarios', ...desktop, colorScheme: 'light', play: playRating },
  { name: 'sandbox-dark', at: '/wire', ...desktop, colorScheme: 'dark', play: playColours },
  { name: 'sandbox-phone', at: '/user', ...phone, colorScheme: 'light', play: playColours },
  { name: 'sandbox-wire', at: '/wire?faults=open', ...desktop, colorScheme: 'light', play: playOutage },
  { name: 'sandbox-agent', at: '/agent', ...desktop, colorScheme: 'light', play: playAgentChat },
  {
    name: 'sandbox-backstage',
    at: '/backstage?content=Opening+hours',
    ...desktop,
    colorScheme: 'light',
    play: playEditing,
  },
  {
    name: 'sandbox-channels',
    at: '/user',
    viewport: { width: 1280, height: 720 },
    colorScheme: 'light',
    play: playChannels,
  },
];

async function playRating(stage: Stage): Promise<void> {
  const { page } = stage;
  await stage.open();
  await page.getByRole('button', { name: 'Play A rating with a comment' }).click();
  await page.getByRole('status').getByText('played to the end').waitFor();
  await untilRead(stage);
}

async function playColours(stage: Stage): Promise<void> {
  const ana = addUser(stage, 'messenger', 'Ana');
  await say(stage, ana, 'which colours are there?', 'what are your opening hours?');
  await stage.open();
  await untilLoaded(stage);
  await untilRead(stage);
}

async function playOutage(stage: Stage): Promise<void> {
  const { stand, page } = stage;
  const ana = addUser(stage, 'messenger', 'Ana');
  await say(stage, ana, 'hello');
  await stage.open();
  const faults = page.getByRole('region', { name: 'Faults of Bot' });
  await faults.getByRole('button', { name: '500', exact: true }).click();
  await faults.getByRole('button', { name: '500', pressed: true }).waitFor();
  await say(stage, ana, 'what are your opening hours?');
  stand.chatbot.control.faults.clear();
  await page.getByText('1 failed, 1 tried again').waitFor();
  await untilRead(stage);
}

async function playAgentChat(stage: Stage): Promise<void> {
  const { stand } = stage;
  const { control } = stand.desk;
  const ana = addUser(stage, 'messenger', 'Ana');
  await say(stage, ana, 'I want to talk to a person');
  await press(stage, ana, 'Yes');
  const { agentId, chatId } = control.invitations()[0]!;
  const agent = control.agent(agentId);
  agent.accept(chatId);
  await say(stage, ana, 'My chain came off on the way to work.');
  agent.say(chatId, 'That happens. Could you show me a <b>picture</b> of it?');
  await say(stage, ana, 'Here it is:');
  ana.sendImage(`${new URL(stand.chatbot.url).origin}/media/bike-red.png`);
  await waitUntilAnswered(stand, 30_000);
  await say(stage, ana, 'Can you repair it today?');
  const bytes = new Uint8Array(readFileSync(new URL('../../sandbox/knowledge/media/workshop.png', import.meta.url)));
  agent.sendFile(chatId, { name: 'workshop.png', bytes });
  agent.say(chatId, 'Of course. Come to <i>Pier Road 12</i> before six.');
  await waitUntilAnswered(stand, 30_000);
  await say(stage, ana, 'Thank you!');
  await stage.open();
  await untilLoaded(stage);
  await untilRead(stage);
}

async function playEditing(stage: Stage): Promise<void> {
  const { page } = stage;
  const ana = addUser(stage, 'messenger', 'Ana');
  await say(stage, ana, 'what are your opening hours?');
  await stage.open();
  await page
    .getByRole('textbox', { name: 'Answer (HTML)' })
    .fill('<p>In August we are open <b>every day</b> from 8:00 to 20:00.</p>');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'hidden' });
  await say(stage, ana, 'what are your opening hours?');
  await page.getByRole('log').getByText('In August we are open every day').waitFor();
  await untilRead(stage);
}

async function playChannels(stage: Stage): Promise<void> {
  const users = [
    addUser(stage, 'messenger', 'Ana'),
    addUser(stage, 'whatsapp', 'Ben'),
    addUser(stage, 'telegram', 'Carmen'),
  ];
  for (const user of users) await say(stage, user, 'accessories');
  await stage.open();
  await untilRead(stage);
}
