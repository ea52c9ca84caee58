import { Icon } from '../design/icon.tsx';
import { hrefOf } from '../shell/route.ts';
import { onPlainClick, pointAt } from '../shell/spotlight.ts';
import './turn-link.css';

/** From a message to everything that was called for it. */
export function TurnLink({ userId, messageId }: { userId: string; messageId: string }) {
  const params = { phone: userId, wireUser: userId, message: messageId, wireText: undefined, wireOnly: undefined };
  return (
    <a
      className="turn-link"
      href={hrefOf('wire', params)}
      aria-label="Show the calls of this message"
      title="Show the calls of this message"
      onClick={onPlainClick(() => pointAt('wire', 'wire', params))}
    >
      <Icon name="wire" size={15} />
    </a>
  );
}
