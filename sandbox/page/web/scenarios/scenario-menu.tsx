import { Dot } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { goTo } from '../shell/route.ts';
import { useMedia } from '../shell/use-media.ts';
import { RunLines, RunState } from './run-lines.tsx';
import { useScenarios } from './use-scenarios.ts';
import './scenario-menu.css';

/** Plays a scenario from anywhere, and says what plays now. */
export function ScenarioMenu() {
  const { scenarios = [], run, play, stop } = useScenarios();
  const narrow = useMedia('(max-width: 600px)');
  const playing = run?.state === 'playing' ? run : undefined;
  const title = scenarios.find(({ id }) => id === playing?.id)?.title;
  if (scenarios.length === 0 || (narrow && !playing)) return null;
  return (
    <Menu
      align="right"
      button={(props) => (
        <Button
          {...props}
          size="s"
          look="quiet"
          className="scenario-menu-button"
          aria-label={title && `Playing: ${title}`}
        >
          {playing ? <Dot tone="accent" pulse /> : <Icon name="play" size={15} />}
          <span className="scenario-menu-title">{title ?? 'Play a scenario'}</span>
        </Button>
      )}
    >
      {(close) =>
        playing ? (
          <div className="scenario-menu-run">
            <strong>{title}</strong>
            <RunState run={playing} />
            <RunLines run={playing} />
            <Button icon="stop" onClick={stop}>
              Stop
            </Button>
          </div>
        ) : (
          <>
            {scenarios.map((scenario) => (
              <MenuItem
                key={scenario.id}
                onPick={() => {
                  play(scenario.id);
                  close();
                }}
              >
                {scenario.title}
              </MenuItem>
            ))}
            <MenuItem
              onPick={() => {
                goTo('scenarios');
                close();
              }}
            >
              <span className="muted">What each shows…</span>
            </MenuItem>
          </>
        )
      }
    </Menu>
  );
}
