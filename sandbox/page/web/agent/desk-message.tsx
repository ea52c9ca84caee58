import { memo } from 'react';
import { classNames } from '../design/class-names.ts';
import { Icon } from '../design/icon.tsx';
import { Linkify } from '../design/linkify.tsx';
import { Picture } from '../design/picture.tsx';
import { showSize } from '../design/show-size.ts';
import { showClock } from '../design/show-time.ts';
import type { MessageView } from './desk-api.ts';
import { deskMediaUrl } from './desk-media-url.ts';
import { HtmlContent } from './html-content.tsx';

interface DeskMessageProps {
  message: MessageView;
  side: 'user' | 'agent' | 'desk';
  /** Of who said it. */
  name: string;
  /** The last of several by the same person: it carries name and time. */
  endsGroup: boolean;
}

export const DeskMessage = memo(function DeskMessage({ message, side, name, endsGroup }: DeskMessageProps) {
  if (side === 'desk') {
    return (
      <div className="desk-line">
        <HtmlContent html={message.message} />
      </div>
    );
  }
  return (
    <div className={classNames('desk-message', `desk-message-${side}`, endsGroup && 'desk-message-last')}>
      <div className="desk-bubble">
        <Content message={message} side={side} />
      </div>
      {endsGroup && (
        <p className="desk-message-foot">
          {name} · <time>{showClock(message.created * 1000)}</time>
        </p>
      )}
    </div>
  );
});

function Content({ message, side }: { message: MessageView; side: 'user' | 'agent' }) {
  const { id, type, file, message: text } = message;
  if (type === 'media') {
    const url = deskMediaUrl(id);
    if (file?.type.startsWith('image/')) return <Picture src={url} alt={file.name} />;
    return (
      <a className="file-link" href={url} target="_blank" rel="noreferrer">
        <span className="file-icon">
          <Icon name="file" size={20} />
        </span>
        <span className="wrap-anywhere">
          {file?.name ?? 'File'}
          {file && <small>{showSize(file.size)}</small>}
        </span>
      </a>
    );
  }
  // What a user wrote is text: a "<" of theirs is a sign.
  if (side === 'user') {
    return (
      <p className="desk-text">
        <Linkify text={text} />
      </p>
    );
  }
  return (
    <div className="desk-text">
      <HtmlContent html={text} />
    </div>
  );
}
