import { describe, expect, test } from 'vitest';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import { ASK, CLOSED_NOW, CREATING, NOT_FOUND, OF_COURSE } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const OFFICE = ['09:00-13:00', '15:00-18:00'];
const TIMETABLE = { monday: OFFICE, tuesday: OFFICE, wednesday: OFFICE, thursday: OFFICE, friday: OFFICE };

/** Begins at a moment of the connector's clock. */
async function startAt(time: string, chat: Record<string, unknown>, more: DeskStandOptions = {}) {
  const clock = createMovableClock();
  clock.advance(Date.parse(time) - Date.now());
  const settings = { workTimeTableActive: true, timezoneWorkingHours: 'Europe/Madrid', timetable: TIMETABLE, ...chat };
  const stand = await startDeskStand({ ...more, clock, chat: settings });
  return { stand, clock, ana: visitorOf(stand) };
}

async function asks(time: string, chat: Record<string, unknown> = {}) {
  const { ana } = await startAt(time, chat);
  return (await ana.says('I want to talk to a human')).at(-1);
}

describe('hours are those of the time zone', () => {
  test.each([
    ['a Tuesday morning, 9:00 in Madrid', '2026-02-10T08:00:30Z', ASK],
    ['a minute before', '2026-02-10T07:59:30Z', CLOSED_NOW],
    ['the lunch break', '2026-02-10T12:30:00Z', CLOSED_NOW],
    ['the second range of the day', '2026-02-10T14:30:00Z', ASK],
    ['the end of the day', '2026-02-10T17:00:30Z', CLOSED_NOW],
    ['a Saturday', '2026-02-14T10:00:00Z', CLOSED_NOW],
    ['a summer morning, 9:00 in Madrid', '2026-07-14T07:00:30Z', ASK],
  ])('%s', async (_name, time, expected) => {
    expect(await asks(time)).toBe(expected);
  });

  test('elsewhere it is another hour, and another day', async () => {
    // Friday 23:30 in Madrid is Saturday 07:30 in Tokyo.
    const time = '2026-02-13T22:30:00Z';
    const timetable = { saturday: ['07:00-08:00'] };
    expect(await asks(time, { timetable, timezoneWorkingHours: 'Asia/Tokyo' })).toBe(ASK);
    expect(await asks(time, { timetable })).toBe(CLOSED_NOW);
  });

  test('a day may last until midnight', async () => {
    expect(await asks('2026-02-10T22:59:30Z', { timetable: { tuesday: ['00:00-24:00'] } })).toBe(ASK);
  });
});

describe('hours may end after midnight, and belong to the day on which they began', () => {
  const NIGHT = { tuesday: ['22:00-02:00'] };
  const ALL_WEEK = Object.fromEntries(
    Object.keys({ ...TIMETABLE, saturday: 0, sunday: 0 }).map((day) => [day, ['22:00-02:00']]),
  );

  test.each([
    ['before they begin', '2026-02-10T20:59:30Z', NIGHT, CLOSED_NOW],
    ['before midnight', '2026-02-10T21:00:30Z', NIGHT, ASK],
    ['after midnight', '2026-02-11T00:59:30Z', NIGHT, ASK],
    ['when they have ended', '2026-02-11T01:00:30Z', NIGHT, CLOSED_NOW],
    ['after the midnight before', '2026-02-10T00:30:00Z', NIGHT, CLOSED_NOW],
    ['from Sunday to Monday', '2026-02-16T00:30:00Z', { sunday: ['22:00-02:00'] }, ASK],
    ['an end at 00:00', '2026-02-10T22:59:30Z', { tuesday: ['09:00-00:00'] }, ASK],
    ['behind an end at 00:00', '2026-02-10T23:00:30Z', { tuesday: ['09:00-00:00'] }, CLOSED_NOW],
    ['a whole day', '2026-02-10T12:00:00Z', { tuesday: ['00:00-00:00'] }, ASK],
    [
      'the morning of a day that is closed by an exception',
      '2026-02-11T00:30:00Z',
      { ...ALL_WEEK, exceptions: { '2026-02-11': [] } },
      ASK,
    ],
    ['its evening', '2026-02-11T21:30:00Z', { ...ALL_WEEK, exceptions: { '2026-02-11': [] } }, CLOSED_NOW],
    ['the morning after it', '2026-02-12T00:30:00Z', { ...ALL_WEEK, exceptions: { '2026-02-11': [] } }, CLOSED_NOW],
    [
      'the morning after an exception with a night of its own',
      '2026-02-12T03:30:00Z',
      { exceptions: { '2026-02-11': ['20:00-05:00'] } },
      ASK,
    ],
    [
      'the morning after New Year, of an exception of every year',
      '2027-01-01T00:30:00Z',
      { exceptions: { '12-31': ['20:00-03:00'] } },
      ASK,
    ],
    ['the night in which summer begins: 3:30 there', '2026-03-29T01:30:00Z', { saturday: ['22:00-04:00'] }, ASK],
    ['the same night, 4:00 there', '2026-03-29T02:00:30Z', { saturday: ['22:00-04:00'] }, CLOSED_NOW],
    [
      'the night in which winter begins: 2:30 there, the second time',
      '2026-10-25T01:30:00Z',
      { saturday: ['22:00-03:00'] },
      ASK,
    ],
    ['the same night, 3:00 there', '2026-10-25T02:00:30Z', { saturday: ['22:00-03:00'] }, CLOSED_NOW],
  ])('%s', async (_name, time, timetable, expected) => {
    expect(await asks(time, { timetable })).toBe(expected);
  });
});

describe('exceptions come before weekdays', () => {
  test.each([
    ['closed on a holiday', '2026-02-10T10:00:00Z', { '2026-02-10': [] }, CLOSED_NOW],
    ['other hours, inside', '2026-02-10T19:30:00Z', { '2026-02-10': ['20:00-21:00'] }, ASK],
    ['other hours, outside', '2026-02-10T10:00:00Z', { '2026-02-10': ['20:00-21:00'] }, CLOSED_NOW],
    ['open on a Sunday', '2026-02-15T10:00:00Z', { '2026-02-15': ['10:00-12:00'] }, ASK],
    ['the day before', '2026-02-10T10:00:00Z', { '2026-02-11': [] }, ASK],
    ['by the date in Madrid', '2026-02-09T23:30:00Z', { '2026-02-10': ['00:00-01:00'] }, ASK],
    ['every year', '2026-02-10T10:00:00Z', { '02-10': [] }, CLOSED_NOW],
    ['the day after one of every year', '2026-02-11T10:00:00Z', { '02-10': [] }, ASK],
    ['the first day of a span', '2026-02-10T10:00:00Z', { '2026-02-10 to 2026-02-12': [] }, CLOSED_NOW],
    ['the last day of a span', '2026-02-12T10:00:00Z', { '2026-02-10 to 2026-02-12': [] }, CLOSED_NOW],
    ['the day after a span', '2026-02-13T10:00:00Z', { '2026-02-10 to 2026-02-12': [] }, ASK],
    ['the same days of another year', '2027-02-11T10:00:00Z', { '2026-02-10 to 2026-02-12': [] }, ASK],
    ['a span of every year over its end, in December', '2026-12-30T10:00:00Z', { '12-24 to 01-06': [] }, CLOSED_NOW],
    ['the same in January', '2027-01-05T10:00:00Z', { '12-24 to 01-06': [] }, CLOSED_NOW],
    ['the day after it', '2027-01-07T10:00:00Z', { '12-24 to 01-06': [] }, ASK],
    ['hours in a map', '2026-02-10T19:30:00Z', { '2026-02-10': { hours: ['20:00-21:00'] } }, ASK],
    ['closed in a map', '2026-02-10T10:00:00Z', { '02-10': { hours: [] } }, CLOSED_NOW],
    ['a date before a span', '2026-02-10T10:00:00Z', { '2026-02-01 to 2026-02-28': [], '2026-02-10': OFFICE }, ASK],
    [
      'a span of this year before a date of every year',
      '2026-02-10T10:00:00Z',
      { '02-10': OFFICE, '2026-02-09 to 2026-02-11': [] },
      CLOSED_NOW,
    ],
    [
      'a date of every year before a span of every year',
      '2026-02-10T10:00:00Z',
      { '02-01 to 02-28': [], '02-10': OFFICE },
      ASK,
    ],
  ])('%s', async (_name, time, exceptions, expected) => {
    expect(await asks(time, { timetable: { ...TIMETABLE, exceptions } })).toBe(expected);
  });
});

test('a week without any hours is closed, and starts', async () => {
  expect(await asks('2026-02-10T10:00:00Z', { timetable: {} })).toBe(CLOSED_NOW);
});

test('a timetable that is not active closes nothing', async () => {
  expect(await asks('2026-02-14T03:00:00Z', { workTimeTableActive: false })).toBe(ASK);
});

describe('out of hours', () => {
  const NIGHT = '2026-02-10T02:00:00Z';

  test('who asked reads so; HyperChat is not asked, and nothing is tracked', async () => {
    const { stand, ana } = await startAt(NIGHT, {});
    expect(await ana.says('I want to talk to a human')).toEqual([OF_COURSE, CLOSED_NOW]);
    expect(stand.deskCalls()).toEqual([]);
    expect(stand.tracked()).toEqual([]);
  });

  test.each([
    ['an offer', 'complaint', ['I am sorry that something went wrong.', CLOSED_NOW]],
    ['a finished form', 'call back', ['One of my colleagues takes over.', CLOSED_NOW]],
  ])('%s: the same', async (_name, text, expected) => {
    const { stand, ana } = await startAt(NIGHT, {});
    expect(await ana.says(text)).toEqual(expected);
    expect(stand.tracked()).toEqual([]);
  });

  test('the callback escalationStart: the same', async () => {
    const { ana } = await startAt(NIGHT, {});
    await ana.says('my bike was stolen');
    expect(await ana.says('at the harbour')).toEqual([CLOSED_NOW]);
  });

  test('misses: who did not ask is not bothered; the first miss of the morning looks again', async () => {
    const { stand, clock, ana } = await startAt('2026-02-10T07:40:00Z', {}, { counters: { triesBeforeEscalation: 2 } });
    await ana.says('xyzzy1');
    expect(await ana.says('xyzzy2')).toEqual([NOT_FOUND]);
    clock.advance(25 * 60_000);
    expect(await ana.says('xyzzy3')).toEqual([NOT_FOUND, ASK]);
    expect(stand.tracked()).toEqual([]);
  });

  test('the day ends between question and yes', async () => {
    const { stand, clock, ana } = await startAt('2026-02-10T16:50:00Z', {});
    await ana.says('I want to talk to a human');
    clock.advance(15 * 60_000);
    expect(await ana.presses('Yes')).toEqual([CLOSED_NOW]);
    expect(ana.chats()).toEqual([]);
    expect(stand.tracked()).toEqual([]);
  });

  test('the same for a user whom we have asked ourselves', async () => {
    const { stand, clock, ana } = await startAt('2026-02-10T16:50:00Z', {}, { counters: { triesBeforeEscalation: 1 } });
    expect(await ana.says('xyzzy')).toEqual([NOT_FOUND, ASK]);
    clock.advance(15 * 60_000);
    expect(await ana.presses('Yes')).toEqual([CLOSED_NOW]);
    expect(stand.tracked()).toEqual([]);
  });

  test('a chat that is on goes on', async () => {
    const { clock, ana } = await startAt('2026-02-10T16:50:00Z', {});
    await ana.says('I want to talk to a human');
    expect(await ana.presses('Yes')).toEqual([CREATING]);
    clock.advance(15 * 60_000);
    await ana.says('Are you still there?');
    expect(ana.said()).toEqual(['Are you still there?']);
  });
});
