import type { Phone } from '../../protocol/page-protocol.ts';
import { Tabs } from '../design/tabs.tsx';
import { ChannelDot } from './channel-grid.tsx';

interface PhoneSwitcherProps {
  phones: readonly Phone[];
  chosen: string;
  onChoose: (userId: string) => void;
}

/** Which phone is in the hand, where only one fits. */
export function PhoneSwitcher({ phones, chosen, onChoose }: PhoneSwitcherProps) {
  const items = phones.map(({ userId, name, channel }) => ({
    id: userId,
    label: name,
    note: <ChannelDot channel={channel} />,
  }));
  return <Tabs label="Users" items={items} chosen={chosen} onChoose={onChoose} panelId="phones" />;
}
