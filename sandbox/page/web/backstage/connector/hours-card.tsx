import { isOpenAt, WEEKDAYS, type Weekday, wallClock } from '../../../protocol/opening-hours.ts';
import { useNow } from '../../api/use-now.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Select, Switch, TextField } from '../../design/field.tsx';
import { type SettingsEdits, type SettingsFields, textToHours } from './settings-fields.ts';

interface HoursCardProps {
  fields: SettingsFields;
  change: (edits: SettingsEdits) => void;
}

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** When agents work, and whether that counts. */
export function HoursCard({ fields, change }: HoursCardProps) {
  const now = useNow(10_000);
  const timetable = fieldsToTimetable(fields);
  const timezoneWorkingHours = fields['chat.timezoneWorkingHours'];
  const clock = wallClock(timezoneWorkingHours, now);
  const open = isOpenAt({ timezoneWorkingHours, timetable }, now);
  return (
    <section className="card">
      <header>
        <h3>Opening hours</h3>
        <span className="hours-now">
          {clock && `${nameOf(clock.weekday)}, ${clock.time} there:`}
          <Badge tone={open ? 'good' : 'warn'}>{open ? 'open now' : 'closed now'}</Badge>
        </span>
      </header>
      <Switch
        label="Agents only during these hours"
        hint={
          <>
            <code>chat.workTimeTableActive</code>. Outside them, users get the label <code>out_of_time</code>.
          </>
        }
        checked={fields['chat.workTimeTableActive']}
        onSwitch={(active) => change({ 'chat.workTimeTableActive': active })}
      />
      <Select
        label="Time zone"
        hint={<code>chat.timezoneWorkingHours</code>}
        value={timezoneWorkingHours}
        options={[...new Set([timezoneWorkingHours, ...ZONES])].map((zone) => ({ value: zone, label: zone || 'none' }))}
        onPick={(zone) => change({ 'chat.timezoneWorkingHours': zone })}
      />
      <DayFields fields={fields} change={change} />
      <div className="hours-actions">
        <Button size="s" icon="clock" onClick={() => change(everyDay('00:00-24:00'))}>
          Open day and night
        </Button>
        <Button
          size="s"
          disabled={clock === undefined || !open}
          onClick={() => clock && change({ [`chat.timetable.${clock.weekday}`]: '' })}
        >
          Closed today
        </Button>
      </div>
    </section>
  );
}

function DayFields({ fields, change }: HoursCardProps) {
  return (
    <fieldset className="hours">
      <legend className="field-label">Hours for each day</legend>
      <p className="field-hint">
        <code>chat.timetable</code>: from opening to closing, such as 09:00-18:30. Separate several with commas, and
        leave a day off empty.
      </p>
      <div className="hours-days">
        {WEEKDAYS.map((day) => (
          <TextField
            key={day}
            label={nameOf(day)}
            placeholder="closed"
            value={fields[`chat.timetable.${day}`]}
            onChange={(event) => change({ [`chat.timetable.${day}`]: event.target.value })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function nameOf(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

function fieldsToTimetable(fields: SettingsFields): Record<Weekday, string[]> {
  const days = WEEKDAYS.map((day) => [day, textToHours(fields[`chat.timetable.${day}`])]);
  return Object.fromEntries(days) as Record<Weekday, string[]>;
}

function everyDay(hours: string): SettingsEdits {
  return Object.fromEntries(WEEKDAYS.map((day) => [`chat.timetable.${day}`, hours]));
}
