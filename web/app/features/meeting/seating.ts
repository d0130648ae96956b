import type { ParticipantView, SpeakersView } from "../../../client/index.ts";

/**
 * Who gets a tile where there are fewer tiles than people: those who speak, who raised a hand, who were there
 * already, and who has a camera on, in this order. The answer is in order of arrival, so that people keep their
 * places and do not jump when somebody coughs.
 */
export function seat(
  people: readonly ParticipantView[],
  capacity: number,
  speakers: SpeakersView,
  seated: ReadonlySet<string>,
): readonly ParticipantView[] {
  if (people.length <= capacity) return people;
  const rank = (person: ParticipantView) =>
    (person.isMe ? 16 : 0) +
    (speakers.has(person.id) ? 8 : 0) +
    (person.handSince === undefined ? 0 : 4) +
    (seated.has(person.id) ? 2 : 0) +
    (person.camera ? 1 : 0);
  const chosen = new Set(
    people
      .map((person, order) => ({ person, order, rank: rank(person) }))
      .sort((a, b) => b.rank - a.rank || a.order - b.order)
      .slice(0, capacity)
      .map(({ person }) => person.id),
  );
  return people.filter((person) => chosen.has(person.id));
}

/** One page of those who have no tile of their own on the first. */
export interface SeatedPage {
  /** Counted from 0; the last, where fewer are left than were asked for. */
  readonly page: number;
  readonly pages: number;
  readonly people: readonly ParticipantView[];
}

/**
 * Who is on a page. The first seats as `seat` does, the others in order of arrival. While a later one is on screen the
 * first keeps who sat there (`seated`), so that nobody leaves a page that is looked at because they speak.
 */
export function seatPage(
  people: readonly ParticipantView[],
  capacity: number,
  page: number,
  speakers: SpeakersView,
  seated: ReadonlySet<string>,
): SeatedPage {
  const first =
    page === 0 ? seat(people, capacity, speakers, seated) : people.filter(({ id }) => seated.has(id));
  const ids = new Set(first.map(({ id }) => id));
  const rest = people.filter(({ id }) => !ids.has(id));
  const later = capacity > 0 ? Math.ceil(rest.length / capacity) : 0;
  if (later === 0) return { page: 0, pages: 1, people: seat(people, capacity, speakers, seated) };
  const shown = Math.min(page, later);
  return {
    page: shown,
    pages: later + 1,
    people: shown === 0 ? first : rest.slice((shown - 1) * capacity, shown * capacity),
  };
}
