import './typing-dots.css';

/** Three dots: somebody writes. */
export function TypingDots({ label }: { label: string }) {
  return (
    <span className="typing-dots">
      <span className="visually-hidden">{label}</span>
      <i />
      <i />
      <i />
    </span>
  );
}
