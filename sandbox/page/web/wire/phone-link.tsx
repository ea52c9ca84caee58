import type { WireTurn } from '../../protocol/page-protocol.ts';
import { Icon } from '../design/icon.tsx';
import { hrefOf } from '../shell/route.ts';
import { onPlainClick, pointAt } from '../shell/spotlight.ts';
import { useIsWide } from '../shell/use-media.ts';

/** From a turn to its first message on the phone; none where nothing was said. */
export function PhoneLink({ turn: { userId, messageIds }, titleId }: { turn: WireTurn; titleId: string }) {
  const wide = useIsWide();
  const [message] = messageIds;
  if (message === undefined) return null;
  const params = { phone: userId, message };
  const tab = wide ? 'wire' : 'user';
  return (
    <a
      className="phone-link"
      href={hrefOf(tab, params)}
      aria-label="Show on the phone"
      aria-describedby={titleId}
      title="Show on the phone"
      onClick={onPlainClick(() => pointAt('user', tab, params))}
    >
      <Icon name="phone" size={16} />
    </a>
  );
}
