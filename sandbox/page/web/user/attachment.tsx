import { useEffect, useState } from 'react';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { showSize } from '../design/show-size.ts';

/** A file that waits to be sent. */
export function Attachment({ file, onRemove }: { file: File; onRemove: () => void }) {
  const preview = usePreview(file);
  return (
    <div className="attachment">
      {preview ? <img src={preview} alt="" /> : <Icon name="file" size={22} />}
      <span className="wrap-anywhere">
        {file.name} <small className="muted">{showSize(file.size)}</small>
      </span>
      <IconButton size="s" icon="close" label={`Remove ${file.name}`} onClick={onRemove} />
    </div>
  );
}

function usePreview(file: File): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) {
      setUrl(undefined);
      return;
    }
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
