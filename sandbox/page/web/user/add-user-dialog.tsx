import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { setParams } from '../shell/route.ts';
import { ChannelGrid } from './channel-grid.tsx';
import { openPhone } from './phone-api.ts';

/** A new user on a channel. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [channel, setChannel] = useState('messenger');
  const add = useAction(async () => {
    const phone = await openPhone(channel, name);
    setParams({ phone: phone.userId });
  });
  return (
    <Dialog title="Add a user" onClose={onClose}>
      <form
        className="form-stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await add.run()) onClose();
        }}
      >
        <TextField
          label="Name"
          hint="Leave empty and one is chosen for you."
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="field">
          <span className="field-label">Channel</span>
          <ChannelGrid chosen={channel} onPick={setChannel} />
        </div>
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={add.busy}>
            Add user
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
