import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { BotAnswer, BotOption } from '../../src/chatbot/wire.ts';
import { shippedLangDir } from '../../src/config/config-folder.ts';
import type { Action, OutgoingMessage } from '../../src/core/outgoing-message.ts';
import { channelLimits } from '../../src/smooch/channels.ts';
import { renderAnswers } from '../../src/translation/bot-to-user.ts';
import type { Draft } from '../../src/translation/draft.ts';
import { fitChannel } from '../../src/translation/fit-channel.ts';

const labels = parse(readFileSync(join(shippedLangDir, 'en.yaml'), 'utf8')) as Record<string, string>;
const label = (key: string) => labels[key] ?? key;

/** What a channel shows of drafts, as lines of text: the connector's own rendering, drawn. */
function draw(channel: string, drafts: readonly Draft[]): string {
  const { messages } = fitChannel(drafts, channelLimits(channel), { moreOptions: label('more_options'), refSeed: 'x' });
  return messages.map(drawMessage).join('\n');
}

function drawMessage(message: OutgoingMessage): string {
  const said = message.type === 'text' ? message.text : `(${message.type}) ${message.mediaUrl}`;
  const [first, ...others] = said.split('\n');
  const actions = 'actions' in message ? (message.actions ?? []) : [];
  return [`bot: ${first}`, ...others.map((line) => `     ${line}`), ...actions.map(drawAction)].join('\n');
}

function drawAction(action: Action): string {
  if (action.type === 'reply') return `     ( ${action.text} )`;
  return 'uri' in action ? `     [ ${action.text} ] -> ${action.uri}` : `     [ ${action.text} ]`;
}

const plain = { flags: [], attributes: {}, contents: { related: [] }, options: [], actions: [], subAnswers: [] };
const digester = { url_buttons: { attribute_name: 'URL_BUTTON', button_title_var: 'title', button_url_var: 'url' } };

function render(answer: BotAnswer): Draft[] {
  return renderAnswers([answer], { label, listSeed: 'x', digester, sideBubbleAttributes: [] }).drafts;
}

const options: BotOption[] = [
  'Lights that you charge at home',
  'A lock that nobody opens',
  'Panniers',
  'A bell',
  'A child seat for the front',
].map((title, index) => ({ label: title, value: index, attributes: {} }));

const question = render({
  ...plain,
  type: 'multipleChoiceQuestion',
  messages: ['<p>What are you looking for?</p>'],
  options,
});

const rating: Draft[] = [
  {
    kind: 'choices',
    question: 'rating',
    style: 'reply',
    text: label('rate_content_intro'),
    entries: ['yes', 'no'].map((key) => ({ label: label(key), payload: { message: key } })),
  },
];

const address = 'https://harbour-cycles.example/sunday-ride';
const booking = render({
  ...plain,
  type: 'answer',
  messages: [
    '<p>Our Sunday ride starts at <b>eight</b>. There are <a href="https://harbour-cycles.example">twenty</a> places.</p>',
  ],
  attributes: { URL_BUTTON: { title: 'Book a place', url: address } },
});

/** Sections with the same content on a channel with buttons and on one without. */
export function channelExamples(): string {
  return [
    example('A question with five options', question),
    example('A rating', rating),
    example('A url button, and a link in the text', booking),
  ].join('\n');
}

function example(title: string, drafts: Draft[]): string {
  const shown = ['messenger', 'whatsapp'].map((name) => `On ${name}:\n\n\`\`\`text\n${draw(name, drafts)}\n\`\`\`\n`);
  return [`### ${title}\n`, ...shown].join('\n');
}
