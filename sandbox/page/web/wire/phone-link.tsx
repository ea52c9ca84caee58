import type { WireTurn } from '../../protocol/page-protocol.ts';
import { Icon } from '../design/icon.tsx';
import { hrefOf } from '../shell/route.ts';
import { onPlainClick, pointAt } from '../shell/spotlight.ts';
import { useIsWide } from '../shell/use-media.ts';

/** From a turn to its first message on the phone; none where nothing was said. */
export function PhoneLink({ turn: { title, userId, messageIds } }: { turn: WireTurn }) {
  const wide = useIsWide();
  const [message] = messageIds;
  if (message === undefined) return null;
  const params = { phone: userId, message };
  const tab = wide ? 'wire' : 'user';
  return (
    <a
      className="phone-link"
      href={hrefOf(tab, params)}
      title="Show it on the phone"
      onClick={onPlainClick(() => pointAt('user', tab, params))}
    >
      <Icon name="phone" size={16} />
      <span className="visually-hidden">Show on the phone: {title}</span>
    </a>
  );
}
