import type { InterventionView } from "../../client/index.ts";
import type { MeetingState } from "../../client/meeting/state";
import type { ListEntry } from "../../client/protocol";
import { meeting } from "./people";

// A debate on the second point: a list with somebody absent and somebody moved, floor times, points of order.

const entry = (
  id: number,
  participant: string,
  name: string,
  change: Partial<ListEntry> = {},
): ListEntry => ({
  id: `r${id}`,
  participant,
  name,
  kind: "statement",
  at: "2021-05-07T16:30:00.000Z",
  ...change,
});

const delegation = (id: string) => meeting.delegations.find((one) => one.id === id);

/** The debate with the list open; `mine` is on the list too. */
export function debate(now: number, mine?: string): Partial<MeetingState> {
  return {
    floor: { holder: "", kind: "statement", language: "es", spent: 52_000, limit: 300 },
    lists: [
      {
        item: "a2",
        opens: new Date(now - 1_800_000).toISOString(),
        closes: new Date(now + 900_000).toISOString(),
        zone: "America/Mexico_City",
        order: "alternating",
        limit: 300,
        delegationLimit: 1200,
        entries: [
          entry(1, "p1", "Margaret Hale", { delegation: "us" }),
          entry(2, "p4", "Ixchel Tzoc Ajú", {
            delegation: "gt",
            onBehalfOf: "Sistema de la Integración Centroamericana",
            moved: true,
          }),
          entry(3, "gone", "Thomas Okafor", { delegation: "us", kind: "question" }),
          ...(mine ? [entry(4, mine, "Rebecca Stone", { delegation: "us" })] : []),
          entry(5, "p5", "ليلى بن حدّو", { delegation: "ma", kind: "reply" }),
        ],
      },
    ],
    floorTimes: {
      delegations: [
        { delegation: "mx", ms: 734_000 },
        { delegation: "us", ms: 1_012_000 },
        { delegation: "gt", ms: 240_000 },
      ],
      speakers: [
        { participant: "p1", name: "Margaret Hale", ms: 1_012_000 },
        { participant: "p0", name: "Elena Robles Ibarra", ms: 734_000 },
        { participant: "p4", name: "Ixchel Tzoc Ajú", ms: 240_000 },
      ],
      points: 42_000,
    },
  };
}

/** Points of order that wait. */
export const points: MeetingState["points"] = [
  { participant: "p5", name: "ليلى بن حدّو", delegation: "ma", at: "2021-05-07T16:40:00.000Z" },
];

export const interventions = (now: number): readonly InterventionView[] =>
  [
    { name: "Elena Robles Ibarra", party: "mx", kind: "opening" as const, ms: 301_000, language: "es" },
    { name: "Margaret Hale", party: "us", kind: "opening" as const, ms: 288_000, language: "en" },
    { name: "ليلى بن حدّو", party: "ma", kind: "point-of-order" as const, ms: 42_000, language: "ar" },
  ].map(({ name, party, ...rest }, index) => {
    const whose = delegation(party);
    return {
      id: `i${index + 1}`,
      name,
      ...(whose ? { delegation: whose } : {}),
      onBehalfOf: "",
      start: now - (30 - index * 6) * 60_000,
      over: true,
      ...rest,
    };
  });
