import { useState } from 'react';
import type { ShownButton } from '../../../smooch/channel/show-buttons.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { useAction } from '../api/use-action.ts';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { actAs } from './phone-api.ts';

interface BubbleButtonsProps {
  userId: string;
  message: MessageView;
  buttons: readonly ShownButton[];
}

/** The buttons under a bubble, as the channel shows them. */
export function BubbleButtons({ userId, message, buttons }: BubbleButtonsProps) {
  if (buttons.length === 0) return null;
  return (
    <div className="bubble-buttons">
      {buttons.map((button) => (
        <BubbleButton key={button.action} {...{ userId, message, button }} />
      ))}
    </div>
  );
}

function BubbleButton({ userId, message, button }: { userId: string; message: MessageView; button: ShownButton }) {
  const press = useAction(() =>
    actAs(userId, { do: 'click', messageId: message._id, button: button.action, item: button.item }),
  );
  const [view, setView] = useState(false);
  const full = fullLabel(message, button);
  const title = full === button.label ? undefined : `The channel cuts this label: ${full}`;
  if (button.type === 'link' || button.type === 'buy' || button.type === 'share') {
    return (
      <a className="bubble-button" href={button.uri} target="_blank" rel="noreferrer" title={title}>
        {button.label} <Icon name="external" size={14} />
      </a>
    );
  }
  return (
    <>
      <button
        type="button"
        className="bubble-button"
        title={title}
        aria-disabled={press.busy || undefined}
        onClick={() => (button.type === 'webview' ? setView(true) : press.busy || void press.run())}
      >
        {button.label}
      </button>
      {view && <WebView label={button.label} uri={button.uri ?? ''} onClose={() => setView(false)} />}
    </>
  );
}

/** The page loads nothing from elsewhere, so it says what the channel would open. */
function WebView({ label, uri, onClose }: { label: string; uri: string; onClose: () => void }) {
  return (
    <Dialog title={label} onClose={onClose}>
      <p className="muted small">On this channel the link opens in a sheet over the chat:</p>
      <p className="wrap-anywhere">
        <a href={uri} target="_blank" rel="noreferrer">
          {uri}
        </a>
      </p>
    </Dialog>
  );
}

/** What the connector sent, before the channel cut it. */
export function fullLabel(message: MessageView, { action, item, label }: ShownButton): string {
  const actions = item === undefined ? message.actions : message.items?.[item]?.actions;
  return actions?.[action]?.text ?? label;
}
