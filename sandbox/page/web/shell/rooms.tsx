import type { ReactNode } from 'react';
import { AgentRoom } from '../agent/agent-room.tsx';
import { BackstageRoom } from '../backstage/backstage-room.tsx';
import type { IconName } from '../design/icon.tsx';
import { ScenariosRoom } from '../scenarios/scenarios-room.tsx';
import { UserRoom } from '../user/user-room.tsx';
import { WireRoom } from '../wire/wire-room.tsx';
import type { TabId } from './route.ts';

interface Room {
  label: string;
  icon: IconName;
  /** Fills its place and scrolls by itself. */
  show: () => ReactNode;
}

/** The rooms of the page, in the order of the tabs. */
export const rooms: Record<TabId, Room> = {
  user: { label: 'User', icon: 'phone', show: () => <UserRoom /> },
  agent: { label: 'Agent', icon: 'headset', show: () => <AgentRoom /> },
  backstage: { label: 'Backstage', icon: 'sliders', show: () => <BackstageRoom /> },
  wire: { label: 'Wire', icon: 'wire', show: () => <WireRoom /> },
  scenarios: { label: 'Scenarios', icon: 'play', show: () => <ScenariosRoom /> },
};
