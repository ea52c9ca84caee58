import type { Bubble as ShownBubble } from '../../../smooch/channel/show-message.ts';
import type { MessageView } from '../../../smooch/control/stored-to-view.ts';
import { Icon } from '../design/icon.tsx';
import { Linkify } from '../design/linkify.tsx';
import { Picture } from '../design/picture.tsx';
import { showSize } from '../design/show-size.ts';
import { BubbleButtons } from './bubble-buttons.tsx';
import { isQuickReply } from './last-quick-replies.ts';

interface BubbleProps {
  userId: string;
  message: MessageView;
  bubble: ShownBubble;
}

/** One thing the user sees, with the buttons under it. */
export function Bubble({ userId, message, bubble }: BubbleProps) {
  const buttons = bubble.buttons.filter((button) => !isQuickReply(button));
  const empty = bubble.text === '' && bubble.mediaUrl === undefined;
  return (
    <div className={`bubble bubble-kind-${bubble.kind}`}>
      {!empty && <BubbleContent message={message} bubble={bubble} />}
      <BubbleButtons {...{ userId, message, buttons }} />
    </div>
  );
}

function BubbleContent({ message, bubble }: { message: MessageView; bubble: ShownBubble }) {
  const { kind, text, mediaUrl } = bubble;
  if (kind === 'card') return <Card text={text} mediaUrl={mediaUrl} />;
  if (kind === 'image') {
    return (
      <>
        <Picture src={mediaUrl!} alt={message.altText ?? text.trim()} />
        {text.trim() && <BubbleText text={text} />}
      </>
    );
  }
  if (kind === 'file') {
    return (
      <>
        <FileLink message={message} url={mediaUrl!} />
        {text.trim() && <BubbleText text={text} />}
      </>
    );
  }
  if (message.type === 'location') return <Place message={message} />;
  return <BubbleText text={text} />;
}

/** A channel would draw a map. The page loads none from elsewhere. */
function Place({ message: { location, coordinates } }: { message: MessageView }) {
  return (
    <div className="place">
      <span className="file-icon">
        <Icon name="pin" size={20} />
      </span>
      <p className="wrap-anywhere">
        {location?.name || location?.address || 'Location'}
        {coordinates && (
          <small>
            {coordinates.lat}, {coordinates.long}
          </small>
        )}
      </p>
    </div>
  );
}

function BubbleText({ text }: { text: string }) {
  return (
    <p className="bubble-text">
      <Linkify text={text} />
    </p>
  );
}

function Card({ text, mediaUrl }: { text: string; mediaUrl: string | undefined }) {
  const [title, ...description] = text.split('\n');
  return (
    <>
      {mediaUrl && <Picture src={mediaUrl} alt={title ?? ''} />}
      <div className="bubble-text">
        <p className="card-title">{title}</p>
        {description.length > 0 && <p>{description.join('\n')}</p>}
      </div>
    </>
  );
}

function FileLink({ message, url }: { message: MessageView; url: string }) {
  const name = message.altText || decodeURIComponent(URL.parse(url)?.pathname.split('/').at(-1) || 'File');
  return (
    <a className="file-link" href={url} target="_blank" rel="noreferrer">
      <span className="file-icon">
        <Icon name="file" size={20} />
      </span>
      <span className="wrap-anywhere">
        {name}
        {message.mediaSize !== undefined && <small>{showSize(message.mediaSize)}</small>}
      </span>
    </a>
  );
}
