import { Button, IconButton } from '../../design/button.tsx';
import { TextArea } from '../../design/field.tsx';
import { bubblesOf, bubblesToAnswer } from './content-draft.ts';
import type { PartProps } from './content-form.tsx';
import { keyed } from './keyed.ts';

/** The answer: HTML, a message for each bubble. */
export function AnswerFields({ value, change }: PartProps) {
  const bubbles = bubblesOf(value);
  const put = (next: string[]): void => change({ answer: bubblesToAnswer(next) });
  return (
    <fieldset className="rows">
      <legend>Answer</legend>
      {keyed(bubbles).map(({ key, item: text, index }) => (
        <div key={key} className="row">
          <TextArea
            label={bubbles.length === 1 ? 'Answer (HTML)' : `Bubble ${index + 1} (HTML)`}
            hideLabel
            rows={4}
            className="code-area"
            spellCheck
            value={text}
            placeholder="<p>We are open from <b>nine</b> to six.</p>"
            onChange={(event) => put(bubbles.with(index, event.target.value))}
          />
          <IconButton
            size="s"
            look="quiet"
            icon="close"
            label={`Remove bubble ${index + 1}`}
            onClick={() => put(bubbles.toSpliced(index, 1))}
          />
        </div>
      ))}
      {bubbles.length === 0 && (
        <p className="muted small">No text of its own: it only asks, lists options or leads elsewhere.</p>
      )}
      <Button size="s" look="quiet" icon="plus" onClick={() => put([...bubbles, ''])}>
        {bubbles.length === 0 ? 'Add an answer' : 'Add a bubble'}
      </Button>
    </fieldset>
  );
}
