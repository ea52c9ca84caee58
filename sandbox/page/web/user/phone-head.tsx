import type { Phone } from '../../protocol/page-protocol.ts';
import { useAction } from '../api/use-action.ts';
import { Avatar } from '../design/avatar.tsx';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { ChannelDot } from './channel-grid.tsx';
import { BUSINESS, channelLabel, channels } from './channels.ts';
import { closePhone, switchChannel } from './phone-api.ts';

/** The head of the chat: whose phone it is, with whom, and on which channel, which can be changed. */
export function PhoneHead({ phone }: { phone: Phone }) {
  const { userId, channel, name } = phone;
  const close = useAction(() => closePhone(userId));
  return (
    <header className="phone-head">
      <Avatar name={name} size={34} />
      <h3 className="phone-title">
        {name}
        <span>{BUSINESS}</span>
      </h3>
      <ChannelMenu userId={userId} channel={channel} name={name} />
      <IconButton
        size="s"
        icon="close"
        label={`Close ${name}'s phone`}
        busy={close.busy}
        onClick={() => void close.run()}
      />
    </header>
  );
}

function ChannelMenu({ userId, channel, name }: { userId: string; channel: string; name: string }) {
  const change = useAction((platform: string) => switchChannel(userId, platform));
  return (
    <Menu
      align="right"
      button={(props) => (
        <button
          type="button"
          className="channel-button"
          aria-label={`Channel of ${name}: ${channelLabel(channel)}`}
          {...props}
        >
          <ChannelDot channel={channel} /> {channelLabel(channel)} <Icon name="down" size={14} />
        </button>
      )}
    >
      {(shut) =>
        channels.map(({ id, label, hint }) => (
          <MenuItem
            key={id}
            chosen={id === channel}
            onPick={() => {
              shut();
              if (id !== channel) void change.run(id);
            }}
          >
            <ChannelDot channel={id} />
            <span className="channel-line">
              {label}
              <small>{hint}</small>
            </span>
          </MenuItem>
        ))
      }
    </Menu>
  );
}
