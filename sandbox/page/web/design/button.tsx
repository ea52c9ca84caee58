import { type ButtonHTMLAttributes, type MouseEvent, useRef } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { useFocusHeir } from './use-focus-heir.ts';
import './button.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one thing to do here; `plain`: with a border; `quiet`: without. Default `plain`. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'm' | 's';
  icon?: IconName;
  /** Under way: it stays where it is, keeps the focus, and takes no second click. */
  busy?: boolean;
}

/** With `aria-disabled` it takes no click either: unlike `disabled` that leaves the focus where it is. */
export function Button({ look = 'plain', size = 'm', icon, busy, className, children, ...rest }: ButtonProps) {
  const element = useRef<HTMLButtonElement>(null);
  useFocusHeir(element);
  const still = busy || rest['aria-disabled'] === true;
  return (
    <button
      ref={element}
      type="button"
      {...rest}
      className={classNames('button', `button-${look}`, `button-${size}`, className)}
      aria-disabled={still || undefined}
      aria-busy={busy || undefined}
      onClick={still ? ignore : rest.onClick}
    >
      {icon && <Icon name={icon} size={size === 's' ? 15 : 17} />}
      {children}
    </button>
  );
}

/** Neither this nor what a click does by itself, such as sending a form. */
function ignore(event: MouseEvent): void {
  event.preventDefault();
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  icon: IconName;
  /** What the button does, for screen readers and as a tooltip. */
  label: string;
}

/** A square button that shows only an icon. */
export function IconButton({ icon, label, size = 'm', look = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      look={look}
      size={size}
      className={classNames('icon-button', className)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} size={size === 's' ? 16 : 19} />
    </Button>
  );
}
