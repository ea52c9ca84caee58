import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';
import './field.css';

interface FieldProps {
  label: string;
  /** Only for screen readers, where the place says already what it is. */
  hideLabel?: boolean;
  hint?: ReactNode;
  problem?: string | undefined;
}

type Described = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

function Field({
  label,
  hideLabel,
  hint,
  problem,
  children,
}: FieldProps & { children: (ids: Described) => ReactNode }) {
  const id = useId();
  const told = problem ?? hint;
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': told ? `${id}-told` : undefined,
        'aria-invalid': problem ? true : undefined,
      })}
      {told && (
        <p id={`${id}-told`} className={classNames('field-hint', problem !== undefined && 'field-problem')}>
          {told}
        </p>
      )}
    </div>
  );
}

/** A line of text with its label. */
export function TextField({
  label,
  hideLabel,
  hint,
  problem,
  className,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(ids) => <input type="text" autoComplete="off" {...rest} {...ids} className={classNames('input', className)} />}
    </Field>
  );
}

/** Several lines; grows with what is in it where the browser can. */
export function TextArea({
  label,
  hideLabel,
  hint,
  problem,
  className,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(ids) => <textarea rows={3} {...rest} {...ids} className={classNames('input input-area', className)} />}
    </Field>
  );
}

interface SelectProps extends FieldProps, Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  options: readonly { value: string; label: string }[];
  onPick: (value: string) => void;
}

export function Select({ label, hideLabel, hint, problem, options, onPick, className, ...rest }: SelectProps) {
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(ids) => (
        <select
          {...rest}
          {...ids}
          className={classNames('input input-select', className)}
          onChange={(event) => onPick(event.target.value)}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface SwitchProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  /** Under way: it keeps the focus and takes no click. */
  busy?: boolean;
  onSwitch: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, hint, checked, disabled, busy, onSwitch }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <label className="switch-label" htmlFor={id}>
        {label}
        {hint && <span className="field-hint">{hint}</span>}
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-disabled={busy || undefined}
        onChange={(event) => !busy && onSwitch(event.target.checked)}
      />
    </div>
  );
}
