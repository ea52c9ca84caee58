import type { Person } from './person.ts';

/** The code that the buttons of the newest question about a rating carry. */
export function ratingCode(person: Person): string {
  const { ratingData } = person.payload('No') as { ratingData: { data: { code: string } } };
  return ratingData.data.code;
}
