import { useState } from 'react';
import { notify } from '../api/notices.ts';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { classNames } from '../design/class-names.ts';
import {
  type Aim,
  clearSystem,
  type Disturbance,
  disturbancesOf,
  isActive,
  isSlowed,
  NEXT_CALL,
  rulesOf,
  toggleDisturbance,
} from './disturbances.ts';
import { SYSTEM_LABELS } from './systems.ts';
import { countFaults, DISTURBED, type DisturbedSystem, type Faults, type SystemFaults } from './use-faults.ts';
import './faults-panel.css';

interface FaultsPanelProps {
  id: string;
  faults: Faults | undefined;
  reload: () => Promise<void>;
}

/** Trouble at the press of a button, for each system; pressed again it is over. */
export function FaultsPanel({ id, faults, reload }: FaultsPanelProps) {
  const [aim, setAim] = useState<Aim>('next');
  const clear = useAction(async () => {
    for (const system of DISTURBED) await clearSystem(system);
    await reload();
  });
  return (
    <section className="faults" id={id} aria-label="Faults">
      <div className="faults-head">
        <AimPicker aim={aim} onAim={setAim} />
        <Button
          size="s"
          look="quiet"
          icon="close"
          busy={clear.busy}
          aria-disabled={countFaults(faults) === 0}
          onClick={() => void clear.run()}
        >
          Clear all
        </Button>
      </div>
      {faults &&
        DISTURBED.map((system) => (
          <SystemRow key={system} system={system} faults={faults[system]} aim={aim} reload={reload} />
        ))}
    </section>
  );
}

function AimPicker({ aim, onAim }: { aim: Aim; onAim: (aim: Aim) => void }) {
  const aims: [Aim, string][] = [
    ['next', 'only the next call'],
    ['every', 'every call until cleared'],
  ];
  return (
    <fieldset className="faults-aim">
      <legend>A fault strikes</legend>
      {aims.map(([value, label]) => (
        <label key={value} className={classNames('faults-aim-choice', aim === value && 'faults-aim-chosen')}>
          <input
            type="radio"
            className="visually-hidden"
            name="aim"
            checked={aim === value}
            onChange={() => onAim(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface SystemRowProps {
  system: DisturbedSystem;
  faults: SystemFaults;
  aim: Aim;
  reload: () => Promise<void>;
}

function SystemRow({ system, faults, aim, reload }: SystemRowProps) {
  const press = useAction(async (disturbance: Disturbance) => {
    const said = await toggleDisturbance(system, disturbance, faults, aim);
    if (said) notify(said, 'good');
    await reload();
  });
  const all = disturbancesOf(system);
  const known = all.flatMap((disturbance) => rulesOf(disturbance, faults));
  const others = faults.rules.filter((rule) => !known.includes(rule));
  return (
    <section className="faults-row" aria-label={`Faults of ${SYSTEM_LABELS[system]}`}>
      <h3 className={`faults-system faults-system-${system}`}>{SYSTEM_LABELS[system]}</h3>
      <div className="faults-buttons">
        {all.map((disturbance) => (
          <FaultButton
            key={disturbance.id}
            disturbance={disturbance}
            faults={faults}
            target={aim === 'next' ? NEXT_CALL[system].label : 'every call'}
            onPress={() => void press.run(disturbance)}
          />
        ))}
        {others.map((rule) => (
          <span key={rule.id} className="faults-other">
            {rule.endpoint}: {rule.effect.kind === 'respond' ? rule.effect.status : rule.effect.kind}
          </span>
        ))}
      </div>
    </section>
  );
}

interface FaultButtonProps {
  disturbance: Disturbance;
  faults: SystemFaults;
  /** What a fault would strike. */
  target: string;
  onPress: () => void;
}

function FaultButton({ disturbance, faults, target, onPress }: FaultButtonProps) {
  const { kind, label, about } = disturbance;
  const active = isActive(disturbance, faults);
  const [rule] = rulesOf(disturbance, faults);
  const armed = rule && (rule.times === 'always' ? `every call, ${rule.hits} so far` : 'armed');
  const waits = armed ?? (isSlowed(disturbance, faults) ? 'every call' : undefined);
  return (
    <button
      type="button"
      className={classNames('fault-button', active && 'fault-button-on')}
      aria-pressed={'post' in kind ? undefined : active}
      title={'post' in kind ? about : `${about} (${target})`}
      onClick={onPress}
    >
      {label}
      {waits && <span className="fault-button-note">{waits}</span>}
    </button>
  );
}
