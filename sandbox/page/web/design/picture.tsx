import { useState } from 'react';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import './picture.css';

/** A picture in a conversation; a click shows it large. One that cannot be loaded says so. */
export function Picture({ src, alt }: { src: string; alt: string }) {
  const [large, setLarge] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <a className="picture-broken" href={src} target="_blank" rel="noreferrer">
        <Icon name="image" /> The picture cannot be loaded
      </a>
    );
  }
  const name = alt || 'Picture';
  return (
    <>
      <button type="button" className="picture" aria-label={`Enlarge: ${name}`} onClick={() => setLarge(true)}>
        <img src={src} alt={name} onError={() => setBroken(true)} />
      </button>
      {large && (
        <Dialog title={name} size="wide" onClose={() => setLarge(false)}>
          <img className="picture-large" src={src} alt={name} />
        </Dialog>
      )}
    </>
  );
}
