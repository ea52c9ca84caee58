import type { Rating } from '../../../protocol/page-protocol.ts';
import { useResource } from '../../api/use-resource.ts';
import { Badge } from '../../design/badge.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { showClock, showDay } from '../../design/show-time.ts';
import './ratings-section.css';

/** What users said about contents. */
export function RatingsSection() {
  const { data: ratings, problem } = useResource<Rating[]>('/api/page/ratings', ['knowledge', 'wire']);
  if (ratings === undefined) return problem ? <EmptyState icon="warning" title={problem} /> : null;
  if (ratings.length === 0) {
    return (
      <EmptyState icon="check" title="No ratings yet">
        Ask the bot something on the phone, for example “opening hours”, and press a button under “Was this answer
        helpful?”. “No” asks why.
      </EmptyState>
    );
  }
  return (
    <div className="room-body">
      <div className="section">
        <p className="section-intro">
          What the connector has tracked with the bot, newest first. A comment comes as the same rating again.
        </p>
        <ol className="ratings">
          {ratings.map((rating) => (
            <RatingLine key={`${rating.at} ${rating.content} ${rating.comment ?? ''}`} rating={rating} />
          ))}
        </ol>
      </div>
    </div>
  );
}

function RatingLine({ rating: { at, content, label, comment } }: { rating: Rating }) {
  return (
    <li className="rating">
      <div className="rating-names">
        <span className="rating-content">{content}</span>
        {comment && <q className="rating-comment">{comment}</q>}
      </div>
      <Badge tone={toneOf(label)}>{label}</Badge>
      <time dateTime={new Date(at).toISOString()}>
        {showDay(at)}, {showClock(at)}
      </time>
    </li>
  );
}

function toneOf(label: string): 'good' | 'bad' | 'neutral' {
  if (/^(yes|sí|1)$/i.test(label)) return 'good';
  return /^(no|2)$/i.test(label) ? 'bad' : 'neutral';
}
