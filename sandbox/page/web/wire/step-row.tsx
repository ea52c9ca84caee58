import { useId, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import { bodyToText, JsonView } from './json-view.tsx';
import type { StepEntry } from './judge-call.ts';
import { LaneDot } from './lane-arrow.tsx';
import { showOffset } from './show-offset.ts';

/** A result that the connector has stored: it survives a crash, and the call is not made again. */
export function StepRow({ step, turnAt }: { step: StepEntry; turnAt: number }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="entry entry-step">
      <button
        type="button"
        className="entry-line"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className="entry-offset">{showOffset(step.at - turnAt)}</span>
        <LaneDot />
        <span className="entry-what">
          <span className="entry-label">
            step <code>{step.name}</code>
          </span>
        </span>
        <span className="entry-outcome">
          <span className="entry-status">stored</span>
        </span>
      </button>
      {open && (
        <div className="bodies" id={id}>
          <section className="bodies-side" aria-label="Stored result">
            <header>
              <h4>Stored result</h4>
              {bodyToText(step.result) !== '' && <CopyButton text={bodyToText(step.result)} label="stored result" />}
            </header>
            <JsonView value={step.result} label="Stored result" />
          </section>
        </div>
      )}
    </li>
  );
}
