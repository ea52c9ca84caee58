import { startWith } from './start-with.ts';

// A content with the attribute URL_BUTTON becomes one line and its button, without the text of the answer.
// Every other answer is shown as the connector shows it.

await startWith({
  renderAnswer(answer) {
    const button = answer.attributes.URL_BUTTON;
    if (!isButton(button)) return undefined;
    const text = answer.contents.title ?? button.title;
    return [{ kind: 'links', text, links: [{ title: button.title, uri: button.url }] }];
  },
});

function isButton(value: unknown): value is { title: string; url: string } {
  if (typeof value !== 'object' || value === null || !('title' in value) || !('url' in value)) return false;
  return typeof value.title === 'string' && typeof value.url === 'string' && value.url !== '';
}
