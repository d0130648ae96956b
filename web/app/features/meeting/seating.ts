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
