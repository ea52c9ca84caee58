import { ScenarioStrip } from '../scenarios/scenario-strip.tsx';
import { NoticeList } from './notice-list.tsx';
import { RoomTabs } from './room-tabs.tsx';
import { rooms } from './rooms.tsx';
import { TABS, type TabId, useRoute } from './route.ts';
import { TopBar } from './top-bar.tsx';
import { useIsWide } from './use-media.ts';
import './app.css';

/** The whole page: on a wide window the user stands beside the chosen room, on a narrow one there is one room at a time. */
export function App() {
  const { tab } = useRoute();
  const wide = useIsWide();
  const shown: TabId = tab ?? (wide ? 'scenarios' : 'user');
  const columns: TabId[] = wide && shown !== 'user' ? ['user', shown] : [shown];
  return (
    <div className="app" data-columns={columns.length}>
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <TopBar>{wide && <RoomTabs place="top" shown={shown} />}</TopBar>
      <ScenarioStrip />
      <main className="app-main" id="main" tabIndex={-1}>
        {TABS.filter((id) => columns.includes(id)).map((id) => (
          <section key={id} className={`app-room app-room-${id}`} aria-label={rooms[id].label}>
            {rooms[id].show()}
          </section>
        ))}
      </main>
      {!wide && <RoomTabs place="bottom" shown={shown} />}
      <NoticeList />
    </div>
  );
}
