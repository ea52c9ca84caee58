import { IconButton } from '../../design/button.tsx';
import { Select, TextField } from '../../design/field.tsx';
import type { PartProps } from './content-form.tsx';
import { keyed } from './keyed.ts';
import { Part } from './part.tsx';

/** Contents that follow in the same answer, and those that are offered after it. */
export function ReferenceFields({ value, change, titles }: PartProps) {
  const { related, chain } = value;
  const putRelated = (contents: string[]): void =>
    change({ related: contents.length === 0 ? undefined : { title: related?.title ?? '', contents } });
  return (
    <>
      <Part title="Chained contents" count={chain.length}>
        <p className="muted small">Shown after this one, each as an answer of its own in the same response.</p>
        <TitleList name="Chained content" chosen={chain} titles={titles} onChange={(next) => change({ chain: next })} />
      </Part>
      <Part title="Related contents" count={related?.contents.length ?? 0}>
        {related && (
          <TextField
            label="Heading"
            value={related.title}
            onChange={(event) => change({ related: { ...related, title: event.target.value } })}
          />
        )}
        <TitleList name="Related content" chosen={related?.contents ?? []} titles={titles} onChange={putRelated} />
      </Part>
    </>
  );
}

interface TitleListProps {
  name: string;
  chosen: string[];
  titles: string[];
  onChange: (chosen: string[]) => void;
}

function TitleList({ name, chosen, titles, onChange }: TitleListProps) {
  const free = titles.filter((title) => !chosen.includes(title));
  return (
    <>
      {keyed(chosen).map(({ key, item, index }) => (
        <div key={key} className="row row-line">
          <span>{item}</span>
          <IconButton
            size="s"
            look="quiet"
            icon="close"
            label={`Remove ${item}`}
            onClick={() => onChange(chosen.toSpliced(index, 1))}
          />
        </div>
      ))}
      <Select
        label={`Add: ${name}`}
        hideLabel
        value=""
        options={[{ value: '', label: 'Add a content…' }, ...free.map((title) => ({ value: title, label: title }))]}
        onPick={(title) => title !== '' && onChange([...chosen, title])}
      />
    </>
  );
}
