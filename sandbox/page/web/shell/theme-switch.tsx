import { IconButton } from '../design/button.tsx';
import type { IconName } from '../design/icon.tsx';
import { setTheme, type Theme, useTheme } from './theme.ts';

const after: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' };
const icons: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };
const names: Record<Theme, string> = { auto: 'as the system', light: 'light', dark: 'dark' };

/** As the system, light, dark. */
export function ThemeSwitch() {
  const theme = useTheme();
  const next = after[theme];
  return (
    <IconButton
      icon={icons[theme]}
      label={`Theme: ${names[theme]}. Change to ${names[next]}`}
      onClick={() => setTheme(next)}
    />
  );
}
