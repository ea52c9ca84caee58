import { Tabs } from '../design/tabs.tsx';
import { setParams, useParam } from '../shell/route.ts';
import { SettingsSection } from './connector/settings-section.tsx';
import { ExtraInfoSection } from './extra-info/extra-info-section.tsx';
import { KnowledgeSection } from './knowledge/knowledge-section.tsx';
import { RatingsSection } from './ratings/ratings-section.tsx';
import { ResetMenu } from './reset-menu.tsx';
import './backstage-room.css';

const SECTIONS = {
  knowledge: { label: 'Knowledge', show: () => <KnowledgeSection /> },
  'extra-info': { label: 'Extra info', show: () => <ExtraInfoSection /> },
  ratings: { label: 'Ratings', show: () => <RatingsSection /> },
  settings: { label: 'Settings', show: () => <SettingsSection /> },
};

type SectionId = keyof typeof SECTIONS;

/** Names that parts had before: addresses that somebody kept go on working. */
const FORMER: Record<string, SectionId> = { escalation: 'settings' };

const ITEMS = Object.entries(SECTIONS).map(([id, { label }]) => ({ id: id as SectionId, label }));

/** What an editor of the bot would work with, and the settings of the connector. */
export function BackstageRoom() {
  const wanted = useParam('section') ?? '';
  const section = Object.hasOwn(SECTIONS, wanted) ? (wanted as SectionId) : (FORMER[wanted] ?? 'knowledge');
  return (
    <div className="room backstage">
      <header className="room-head backstage-head">
        <h2>Backstage</h2>
        <Tabs
          label="Parts of Backstage"
          items={ITEMS}
          chosen={section}
          onChoose={(id) => setParams({ section: id })}
          panelId="backstage-panel"
        />
        <ResetMenu />
      </header>
      <div className="backstage-panel" id="backstage-panel" role="tabpanel" aria-label={SECTIONS[section].label}>
        {SECTIONS[section].show()}
      </div>
    </div>
  );
}
