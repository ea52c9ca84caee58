import { useState } from 'react';
import { useAction } from '../api/use-action.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { actAs } from './phone-api.ts';

/** Sends a place. Nobody's real position is asked for. */
export function LocationDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const [name, setName] = useState('Port Vell');
  const [lat, setLat] = useState('41.3763');
  const [long, setLong] = useState('2.1828');
  const send = useAction(() =>
    actAs(userId, { do: 'location', lat: Number(lat), long: Number(long), ...(name && { name }) }),
  );
  const valid = isCoordinate(lat, 90) && isCoordinate(long, 180);
  return (
    <Dialog title="Send a location" onClose={onClose}>
      <form
        className="form-stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await send.run()) onClose();
        }}
      >
        <TextField label="Name of the place" value={name} onChange={(event) => setName(event.target.value)} />
        <div className="form-pair">
          <TextField
            label="Latitude"
            inputMode="decimal"
            value={lat}
            problem={isCoordinate(lat, 90) ? undefined : 'From -90 to 90'}
            onChange={(event) => setLat(event.target.value)}
          />
          <TextField
            label="Longitude"
            inputMode="decimal"
            value={long}
            problem={isCoordinate(long, 180) ? undefined : 'From -180 to 180'}
            onChange={(event) => setLong(event.target.value)}
          />
        </div>
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!valid} busy={send.busy}>
            Send location
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isCoordinate(text: string, limit: number): boolean {
  return text.trim() !== '' && Math.abs(Number(text)) <= limit;
}
