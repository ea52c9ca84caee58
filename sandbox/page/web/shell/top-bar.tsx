import type { ReactNode } from 'react';
import { ScenarioMenu } from '../scenarios/scenario-menu.tsx';
import { ConnectorStatus } from './connector-status.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './top-bar.css';

/** Name, rooms (on a wide window), what plays, how the connector is, and the theme. */
export function TopBar({ children }: { children: ReactNode }) {
  return (
    <header className="top-bar">
      <h1 className="top-bar-name">
        <Mark />
        <span>Connector sandbox</span>
      </h1>
      {children}
      <div className="top-bar-end">
        <ScenarioMenu />
        <ConnectorStatus />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round" fill="var(--on-accent)">
        <path d="M9.5 12h13M9.5 20h13" />
        <circle cx="13" cy="12" r="2.2" />
        <circle cx="19" cy="20" r="2.2" />
      </g>
    </svg>
  );
}
