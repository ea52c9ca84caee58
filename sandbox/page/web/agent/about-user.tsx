import { type ChatView, useDeskUsers } from './desk-api.ts';

/** What the connector told the desk about the user. */
export function AboutUser({ chat }: { chat: ChatView }) {
  const user = useDeskUsers()?.find(({ id }) => id === chat.creator);
  if (user === undefined) return null;
  const rows: [string, unknown][] = [
    ['Contact', user.contact || 'not known'],
    ['Language', chat.lang ?? user.lang ?? user.extraInfo.language ?? 'not known'],
    ['External id', user.externalId],
    // The connector tells the language twice.
    ...Object.entries(user.extraInfo).filter(([name]) => name !== 'language'),
  ];
  return (
    <details className="about-user">
      <summary>About {user.name}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
