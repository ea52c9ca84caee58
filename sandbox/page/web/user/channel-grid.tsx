import { classNames } from '../design/class-names.ts';
import { channels } from './channels.ts';
import './channel-grid.css';

interface ChannelGridProps {
  chosen?: string | undefined;
  /** Under way: the tiles keep the focus and take no click. */
  busy?: boolean;
  onPick: (channel: string) => void;
}

/** All channels as tiles. */
export function ChannelGrid({ chosen, busy, onPick }: ChannelGridProps) {
  return (
    <ul className="channel-grid">
      {channels.map(({ id, label, hint }) => (
        <li key={id}>
          <button
            type="button"
            className={classNames('channel-tile', id === chosen && 'channel-chosen')}
            aria-pressed={chosen === undefined ? undefined : id === chosen}
            aria-disabled={busy || undefined}
            onClick={() => busy || onPick(id)}
          >
            <span className="channel-tile-name">
              <ChannelDot channel={id} /> {label}
            </span>
            <span className="channel-tile-hint">{hint}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The colour of a channel. */
export function ChannelDot({ channel }: { channel: string }) {
  return <span className="channel-dot" data-channel={channel} aria-hidden="true" />;
}
