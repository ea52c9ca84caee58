import { Icon } from '../design/icon.tsx';
import { rooms } from './rooms.tsx';
import { hrefOf, TABS, type TabId } from './route.ts';
import './room-tabs.css';

/** Which room is shown; in the top bar of a wide window, at the bottom of a narrow one. */
export function RoomTabs({ place, shown }: { place: 'top' | 'bottom'; shown: TabId }) {
  return (
    <nav className={`room-tabs room-tabs-${place}`} aria-label="Rooms">
      {TABS.map((id) => (
        <a key={id} className="room-tab" href={hrefOf(id)} aria-current={id === shown ? 'page' : undefined}>
          <Icon name={rooms[id].icon} size={place === 'bottom' ? 21 : 17} />
          <span>{rooms[id].label}</span>
        </a>
      ))}
    </nav>
  );
}
