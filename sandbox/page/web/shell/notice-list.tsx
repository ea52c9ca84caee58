import { dismissNotice, useNotices } from '../api/notices.ts';
import { IconButton } from '../design/button.tsx';
import './notice-list.css';

/** What went wrong or was done, at the edge of the window. */
export function NoticeList() {
  const notices = useNotices();
  return (
    <div className="notice-list" role="status" aria-live="polite">
      {notices.map(({ id, text, tone }) => (
        <div key={id} className={`notice notice-${tone}`}>
          <p className="wrap-anywhere">{text}</p>
          <IconButton size="s" icon="close" label="Dismiss" onClick={() => dismissNotice(id)} />
        </div>
      ))}
    </div>
  );
}
