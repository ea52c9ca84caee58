import { channelLimits } from '../../src/smooch/channels.ts';
import { channelExamples } from './channel-examples.ts';
import { generatedNote, table } from './markdown.ts';

/** Smooch's name of a channel -> what people call it. */
const channelNames: Record<string, string> = {
  web: 'Web Messenger, the widget on a web page',
  ios: 'SDK of Smooch in an app for iOS',
  android: 'SDK of Smooch in an app for Android',
  unity: 'SDK of Smooch in Unity',
  sdk: 'SDK of Smooch, the kind unknown',
  messenger: 'Facebook Messenger',
  instagram: 'Instagram Direct',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  viber: 'Viber',
  line: 'LINE',
  wechat: 'WeChat',
  twitter: 'Twitter / X direct messages',
  twilio: 'SMS through Twilio',
  messagebird: 'SMS through MessageBird',
  mailgun: 'E-mail through Mailgun',
};

const introduction = `# Channels

${generatedNote('src/smooch/channels.ts and the rendering in src/translation')}

Smooch carries many channels, and each shows something else of the same message. The connector knows what a channel can
show and arranges an answer so that nothing of it is lost. Which channel a user is on, Smooch says with every message.

## What each channel shows

A dash says that there is nothing of this kind. Each limit is counted in the unit of its channel, for labels as for texts:
in UTF-16 units a letter is one, an emoji two or more (a family of four is eleven); in bytes of UTF-8 a Latin letter is one, a
Cyrillic or accented one two, a Chinese one three, an emoji four or more. Nothing is cut inside a visible character.
`;

const rules = `
- **Buttons** stand under the text. Where more are needed than the channel takes, the rest follow in further messages
  under the label \`more_options\`. A label that is too long is cut behind a word and ends with "…"; two that would look
  alike get " (1)" and " (2)". Typing it in full counts as well.
- **Quick replies** are buttons that disappear once the user writes on. Ratings are shown as quick replies.
- **Channels without buttons** get numbered lines. The user types the number or the label. Where one response shows
  several lists (a question and related contents, say), the numbers go on from list to list, so that each means one thing.
- **A typed answer counts as the click** on every channel: the whole text has to be a label that was shown (in full or
  cut), or a number that was shown, as people type and as the keyboards of phones write. Upper and lower case, accents,
  punctuation and emoji around it, signs nobody sees (marks of direction, joiners, soft hyphens), typographic quotes and
  dashes and the width of letters make no difference; digits may be those of any script (\`٢\`, \`(2)\`, \`02\`, \`2️⃣\`).
  "2 tickets please" and "-2" are not "2". Of several lists of one response the last one is the question; a label of
  those above it counts too.
- **E-mails** answer with what stands above the quoted mail and the signature; a reply below the quote is heard too. An
  agent gets the whole mail.
- **Smooch's own shorthand** (\`%[…]\`, \`$[…]\` and \`![]\` with an address or amount behind it, \`%{{…}}%\`,
  \`&((…))&\`) in a text of the bot or of an agent is shown as it is written and not executed: an invisible sign
  breaks it.
- **Long texts** are split between paragraphs, else sentences, else words. Where a text with buttons has to be shorter,
  the beginning goes first and the buttons stand under the last part.
- **Links in a text** become \`text (address)\`, since no channel shows HTML. **Tables** become one line per row.
- **Struck-out words** are left out, and stand in \`~\` on WhatsApp, whose users see them struck out. On buttons they are
  left out everywhere. What a page would hide is shown nowhere.
- **Images** are messages of their own, in their place between the texts; what follows an image waits until the channel
  says that the image has arrived, or for \`smooch.media_pause_ms\`.
- **Url buttons** open a page, or another program (\`tel:\`, \`mailto:\`); without buttons they are lines
  \`title: address\`, and so are on LINE those that open no page: LINE refuses a whole message for one of them.
- **Addresses** of images and buttons are in the form of the URL standard (per cent, punycode); in texts they stay readable.

A message that Smooch refuses with its buttons or media is sent once more as text with numbers and addresses.
`;

const overrides = `## Changing what a channel gets

\`smooch.channels\` in \`conf/custom/smooch.yaml\` overrides a line of the table, for example when your WhatsApp account
shows buttons. What is left out stays as it is.

\`\`\`yaml
channels:
  whatsapp:
    buttons: native      # or text; on whatsapp also interactive, see below
    max_buttons: 3       # under one message
    max_replies: 3       # quick replies under one message
    label_length: 20     # of a button, at least 5
    text_length: 4096    # of a message, at least 20
    text_with_buttons_length: 1024
\`\`\`

### WhatsApp's own buttons and lists

With \`buttons: interactive\` up to three choices are WhatsApp's reply buttons, four to ten its list. Smooch hands them on
as they are (\`override.whatsapp.payload\`); the conversation's history keeps the numbered text beside them, and more than
ten choices are numbered text alone. A press comes back with an id or as the title, and both pick; the label may be typed as
well. A message that Smooch refuses so goes out as numbered text. Try it with your WhatsApp account before you rely on it:
what Smooch makes of a press depends on the kind of the account.
`;

/** docs/channels.md */
export function channelsPage(): string {
  const rows = [...Object.entries(channelNames), ['', 'Any other channel']] as [string, string][];
  const head = [
    'Channel',
    'What it is',
    'Choices as',
    'Buttons per message',
    'Quick replies per message',
    'Counted in',
    'Label of a button',
    'Label of a quick reply',
    'Text',
    'Text with buttons',
  ];
  return [
    introduction,
    table(
      head,
      rows.map(([name, title]) => channelRow(name, title)),
    ),
    rules.trimStart(),
    `## Examples\n\n\`[ ]\` is a button, \`( )\` a quick reply. The connector's own rendering wrote these.\n`,
    channelExamples(),
    overrides,
  ].join('\n');
}

function channelRow(name: string, title: string): string[] {
  const limits = channelLimits(name || undefined);
  const hasButtons = limits.buttons === 'native';
  const shown = (number: number) => (hasButtons && number > 0 ? String(number) : '-');
  return [
    name === '' ? '' : `\`${name}\``,
    title,
    hasButtons ? 'buttons' : 'numbered lines',
    shown(limits.maxButtons),
    shown(limits.maxReplies),
    limits.unit === 'bytes' ? 'bytes' : 'UTF-16',
    shown(limits.labelLength),
    shown(limits.replyLabelLength),
    String(limits.textLength),
    shown(limits.textWithButtonsLength),
  ];
}
