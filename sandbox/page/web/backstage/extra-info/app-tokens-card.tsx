import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommitField } from './commit-field.tsx';
import type { DraftEntry } from './use-drafts.ts';
import './extra-info.css';

interface CardProps {
  value: DraftEntry['value'];
  onChange: (value: DraftEntry['value']) => void;
  onPutBack: () => void;
}

const ENVIRONMENTS = ['production', 'preproduction', 'development'];

/** Smooch's key pair for each environment. Secrets come masked and go back masked unless somebody types a new one. */
export function AppTokensCard({ value, onChange, onPutBack }: CardProps) {
  const names = [...new Set([...ENVIRONMENTS, ...Object.keys(value)])];
  const set = (environment: string, field: 'key' | 'secret', text: string): void => {
    const [first = {}, ...others] = value[environment] ?? [];
    onChange({ ...value, [environment]: [{ ...first, [field]: text }, ...others] });
  };
  return (
    <section className="card">
      <header>
        <h3>
          <code>app_tokens</code>
        </h3>
        <Badge>secrets are hidden</Badge>
      </header>
      <div className="tokens">
        {names.map((environment) => {
          const { key = '', secret = '' } = value[environment]?.[0] ?? {};
          return (
            <fieldset key={environment} className="token">
              <legend>{environment}</legend>
              <CommitField
                label="Key"
                about={environment}
                value={key}
                placeholder="app_…"
                onCommit={(text) => set(environment, 'key', text)}
              />
              <CommitField
                label="Secret"
                about={environment}
                value={secret}
                secret
                placeholder="none"
                onCommit={(text) => set(environment, 'secret', text)}
              />
            </fieldset>
          );
        })}
      </div>
      <p className="section-intro">
        A wrong secret shows in Wire: Smooch answers 401, and what users are told waits and is tried every minute until
        the secret is right again.
      </p>
      <div>
        <Button size="s" icon="refresh" onClick={onPutBack}>
          Put back the sandbox’s own keys
        </Button>
      </div>
    </section>
  );
}
