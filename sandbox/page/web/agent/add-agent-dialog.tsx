import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { addAgent, useRooms } from './desk-api.ts';

/** Somebody new at the desk, online at once. */
export function AddAgentDialog({ onClose }: { onClose: () => void }) {
  const rooms = useRooms() ?? [];
  const [name, setName] = useState('');
  const [capacity, setCapacity] = useState('3');
  const [left, setLeft] = useState<readonly number[]>([]);
  const chosen = rooms.map(({ id }) => id).filter((id) => !left.includes(id));
  const add = useAction(() =>
    addAgent({
      id: `u_${crypto.randomUUID().slice(0, 8)}`,
      name: name.trim(),
      rooms: chosen,
      capacity: Number(capacity),
    }),
  );
  return (
    <Dialog title="Add an agent" onClose={onClose}>
      <form
        className="form-stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await add.run()) onClose();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Chats at a time"
          type="number"
          min={0}
          max={99}
          required
          value={capacity}
          onChange={(event) => setCapacity(event.target.value)}
        />
        {rooms.length > 1 && (
          <fieldset className="room-choice">
            <legend className="field-label">Rooms</legend>
            {rooms.map(({ id, name: room }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={!left.includes(id)}
                  onChange={(event) => setLeft(event.target.checked ? left.filter((one) => one !== id) : [...left, id])}
                />{' '}
                {room}
              </label>
            ))}
          </fieldset>
        )}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={add.busy} disabled={name.trim() === ''}>
            Add agent
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
