import { expect, test } from 'vitest';
import { png } from '../net/file-server.ts';
import { startDeskStand } from '../support/desk-stand.ts';
import { visitorOf } from './visitor.ts';

/** For machines that do something else beside. */
const TIMEOUT = 120_000;
const server = { flood: { waiting: 100, per_minute: 30 } };

test(
  'an album to an agent arrives whole, with the words behind it',
  async () => {
    const stand = await startDeskStand({ server });
    const ana = visitorOf(stand);
    await ana.meetsCarla();
    const url = stand.smooch.control.addMedia('bike.png', new Uint8Array(png));
    await ana.sees(async () => {
      for (let i = 0; i < 40; i += 1) ana.user.act({ do: 'image', url });
      ana.user.say('That is all of it.');
    });
    const got = ana.chat().messages.map(({ message, file }) => (file ? 'picture' : message));
    expect(got).toEqual([...Array.from({ length: 40 }, () => 'picture'), 'That is all of it.']);
    expect(stand.logged('flood')).toEqual([]);
  },
  TIMEOUT,
);

test(
  'what a person writes to an agent is not taken for a robot, also right after a restart',
  async () => {
    const stand = await startDeskStand({ server });
    const ana = visitorOf(stand);
    await ana.meetsCarla();
    await stand.restart();
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
    await ana.sees(async () => {
      for (const line of lines) ana.user.say(line);
    });
    expect(ana.said().slice(-lines.length)).toEqual(lines);
    expect(stand.logged('flood')).toEqual([]);
  },
  TIMEOUT,
);

test(
  'before an agent has accepted the limits are those of a talk with the bot',
  async () => {
    const stand = await startDeskStand({ server });
    const ana = visitorOf(stand);
    await ana.opensChat();
    await ana.sees(async () => {
      for (let i = 0; i < 40; i += 1) ana.user.say(`line ${i}`);
    });
    expect(stand.logged('flood').length).toBeGreaterThanOrEqual(10);
  },
  TIMEOUT,
);
