import { useState } from 'react';
import type { ConnectorLabels } from '../../../protocol/page-protocol.ts';
import { useResource } from '../../api/use-resource.ts';
import { Badge } from '../../design/badge.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { CommitField } from './commit-field.tsx';
import type { DraftEntry } from './use-drafts.ts';
import './extra-info.css';

interface CardProps {
  value: DraftEntry['value'];
  onChange: (value: DraftEntry['value']) => void;
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** The connector's own sentences, where somebody wants other ones than those that come with it. */
export function TranslationsCard({ value, onChange }: CardProps) {
  const own = useResource<ConnectorLabels>('/api/page/labels', []).data ?? {};
  const [chosen, setChosen] = useState<string>();
  const [search, setSearch] = useState('');
  const languages = [...new Set([...Object.keys(value), ...Object.keys(own)])].sort();
  const language = chosen ?? (value.en ? 'en' : (languages[0] ?? 'en'));
  const [first = {}, ...others] = value[language] ?? [];
  const set = (label: string, text: string): void => {
    const { [label]: _old, ...rest } = first;
    onChange({ ...value, [language]: [text === '' ? rest : { ...rest, [label]: text }, ...others] });
  };
  const shipped = own[language] ?? own.en ?? {};
  const labels = [...new Set([...Object.keys(shipped), ...Object.keys(first)])].sort();
  const shown = labels.filter((label) => matches(search, label, first[label] ?? shipped[label] ?? ''));
  return (
    <section className="card">
      <header>
        <h3>
          <code>translations</code>
        </h3>
        <Badge>{Object.keys(first).length} replaced</Badge>
      </header>
      <div className="translations-tools">
        <Select
          label="Language"
          value={language}
          options={languages.map((code) => ({ value: code, label: describe(code, value[code]) }))}
          onPick={setChosen}
        />
        <TextField
          label="Search"
          type="search"
          placeholder="label or sentence"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="translations">
        {shown.map((label) => (
          <div key={`${language} ${label}`} className="translation">
            <code className="translation-label">{label}</code>
            <CommitField
              label={label}
              about={language}
              hideLabel
              value={first[label] ?? ''}
              placeholder={shipped[label]}
              onCommit={(text) => set(label, text)}
            />
          </div>
        ))}
        {shown.length === 0 && <p className="section-intro">No label contains “{search}”.</p>}
      </div>
    </section>
  );
}

function matches(search: string, ...texts: string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(search.trim().toLowerCase()));
}

function describe(code: string, entry: Record<string, string>[] | undefined): string {
  const count = Object.keys(entry?.[0] ?? {}).length;
  return `${languageNames.of(code) ?? code} (${code})${count > 0 ? `, ${count} replaced` : ''}`;
}
