import { Button } from '../design/button.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { goTo } from '../shell/route.ts';
import { useMedia } from '../shell/use-media.ts';
import { useScenarios } from './use-scenarios.ts';

/** Plays a scenario from anywhere; on a narrow window there is only their room for that. */
export function ScenarioMenu() {
  const { scenarios = [], play } = useScenarios();
  const narrow = useMedia('(max-width: 600px)');
  if (scenarios.length === 0 || narrow) return null;
  return (
    <Menu
      align="right"
      button={(props) => (
        <Button {...props} size="s" look="quiet" icon="play">
          Play a scenario
        </Button>
      )}
    >
      {(close) => (
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
            <span className="muted">What they show…</span>
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
