import { useAction } from '../api/use-action.ts';
import { actAs } from './phone-api.ts';

const questions = ['Hello', 'What are your opening hours?', 'I want to talk to a person'];

/** How one can begin. */
export function Suggestions({ userId }: { userId: string }) {
  const send = useAction((text: string) => actAs(userId, { do: 'text', text }));
  return questions.map((text) => (
    <button
      key={text}
      type="button"
      className="quick-reply"
      aria-disabled={send.busy || undefined}
      onClick={() => send.busy || void send.run(text)}
    >
      {text}
    </button>
  ));
}
