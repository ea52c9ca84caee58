import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { Avatar } from '../design/avatar.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { AddAgentDialog } from './add-agent-dialog.tsx';
import { type AgentView, actAsAgent, setUpAgent, useAgents, useRooms } from './desk-api.ts';

/** Everybody who works here: who is online, and how many chats each takes. */
export function AgentList() {
  const agents = useAgents();
  const [adding, setAdding] = useState(false);
  return (
    <section className="side-part" aria-label="Agents">
      <div className="side-head">
        <h3>Agents</h3>
        <Button look="quiet" size="s" icon="plus" onClick={() => setAdding(true)}>
          Add agent
        </Button>
      </div>
      {agents?.length === 0 && <p className="side-none">No agents yet.</p>}
      <ul className="side-list">
        {agents?.map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} />
          </li>
        ))}
      </ul>
      {adding && <AddAgentDialog onClose={() => setAdding(false)} />}
    </section>
  );
}

function AgentCard({ agent }: { agent: AgentView }) {
  const { id, name, online } = agent;
  const log = useAction((on: boolean) => actAsAgent(id, { do: on ? 'login' : 'logout' }));
  return (
    <div className="agent-card">
      <Avatar name={name} />
      <div className="agent-card-text">
        <p className="agent-card-name">{name}</p>
        <p className="agent-card-about">
          {online ? 'Online' : 'Offline'} <Rooms agent={agent} />
        </p>
      </div>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        aria-label={`${name} is online`}
        aria-checked={online}
        checked={online}
        aria-disabled={log.busy || undefined}
        onChange={(event) => !log.busy && void log.run(event.target.checked)}
      />
      <Capacity agent={agent} />
    </div>
  );
}

function Rooms({ agent }: { agent: AgentView }) {
  const rooms = useRooms() ?? [];
  const names = agent.rooms.map((id) => rooms.find((room) => room.id === id)?.name ?? `room ${id}`);
  return names.length > 0 && <>· {names.join(', ')}</>;
}

function Capacity({ agent }: { agent: AgentView }) {
  const { id, name, capacity, chats } = agent;
  const change = useAction((wanted: number) => setUpAgent(id, { capacity: wanted }));
  return (
    <div className="agent-capacity">
      <span>
        {chats.length} of {capacity} {capacity === 1 ? 'chat' : 'chats'}
      </span>
      <IconButton
        size="s"
        icon="minus"
        label={`${name}: one chat fewer`}
        aria-disabled={capacity === 0}
        busy={change.busy}
        onClick={() => void change.run(capacity - 1)}
      />
      <IconButton
        size="s"
        icon="plus"
        label={`${name}: one chat more`}
        busy={change.busy}
        onClick={() => void change.run(capacity + 1)}
      />
    </div>
  );
}
