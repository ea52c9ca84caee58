import { startWith } from './start-with.ts';

// Every SMS costs money: on channels of this kind answers go out without the contents they are related to.

const SMS = ['twilio', 'messagebird'];

await startWith({
  afterBot(answers, { channel }) {
    if (channel === undefined || !SMS.includes(channel)) return undefined;
    return answers.map((answer) => ({ ...answer, contents: { ...answer.contents, related: [] } }));
  },
});
