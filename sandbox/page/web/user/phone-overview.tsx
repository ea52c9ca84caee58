import type { Phone } from '../../protocol/page-protocol.ts';
import { useAction } from '../api/use-action.ts';
import { Avatar } from '../design/avatar.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { ChannelDot } from './channel-grid.tsx';
import { channelLabel } from './channels.ts';
import { closePhone, closePlayedPhones } from './phone-api.ts';
import './phone-overview.css';

interface PhoneOverviewProps {
  phones: readonly Phone[];
  /** The one in the hand. */
  chosen: string;
  /** How many a scenario opened and plays on no more. */
  playedCount: number;
  onChoose: (userId: string) => void;
  onClose: () => void;
}

/** All users at once, however many there are: to take one into the hand, or off the page. */
export function PhoneOverview({ phones, chosen, playedCount, onChoose, onClose }: PhoneOverviewProps) {
  return (
    <Dialog title={phones.length === 1 ? '1 user' : `${phones.length} users`} onClose={onClose}>
      <ul className="phone-overview">
        {phones.map((phone) => (
          <PhoneTile
            key={phone.userId}
            phone={phone}
            isChosen={phone.userId === chosen}
            onChoose={() => {
              onChoose(phone.userId);
              onClose();
            }}
          />
        ))}
      </ul>
      {playedCount > 0 && <ClosePlayed count={playedCount} />}
    </Dialog>
  );
}

function PhoneTile({ phone, isChosen, onChoose }: { phone: Phone; isChosen: boolean; onChoose: () => void }) {
  const { userId, name, channel, played } = phone;
  const close = useAction(() => closePhone(userId));
  return (
    <li className="phone-tile">
      <button type="button" className="phone-tile-choose" aria-current={isChosen || undefined} onClick={onChoose}>
        <Avatar name={name} size={28} />
        <span className="phone-tile-name">
          <span className="one-line">{name}</span>
          <small>
            <ChannelDot channel={channel} />
            <span className="one-line">{channelLabel(channel)}</span>
            {played && (
              <span className="phone-tile-played" title="Opened by a scenario">
                <Icon name="play" size={12} />
                <span className="visually-hidden">opened by a scenario</span>
              </span>
            )}
          </small>
        </span>
      </button>
      <IconButton
        size="s"
        icon="close"
        label={`Close ${name}'s phone`}
        busy={close.busy}
        onClick={() => void close.run()}
      />
    </li>
  );
}

/** What scenarios leave behind goes at one press. */
export function ClosePlayed({ count }: { count: number }) {
  const close = useAction(closePlayedPhones);
  return (
    <Button size="s" icon="close" busy={close.busy} onClick={() => void close.run()}>
      {count === 1 ? 'Close the phone of the last scenario' : `Close ${count} phones from scenarios`}
    </Button>
  );
}
