import type { ReactNode } from "react";
import {
  CommandProblem,
  type DelegationHome,
  type LocalHours,
  type NextMeeting,
  type NextPlan,
  type NextPlanning,
  type NextSlot,
} from "../../client/index.ts";
import { NextPage } from "../features/next/NextPage";
import { PlanForm } from "../features/next/PlanForm";
import { WhichOne } from "../features/next/TimeFields";
import { Page } from "../features/shell/Page";
import { fixed } from "./fake-client";
import { meeting } from "./people";

const hours = { from: 9 * 60, to: 18 * 60, weekend: [0, 6] };
const homes: DelegationHome[] = [
  {
    ...hours,
    delegation: "mx",
    name: "México",
    zone: "America/Mexico_City",
    closed: [{ date: "2021-09-16", name: "Día de la Independencia" }],
  },
  {
    ...hours,
    delegation: "us",
    name: "United States",
    zone: "America/New_York",
    to: 17 * 60,
    closed: [{ date: "2021-05-31", name: "Memorial Day" }],
  },
  {
    ...hours,
    delegation: "eg",
    name: "جمهورية مصر العربية",
    zone: "Africa/Cairo",
    weekend: [5, 6],
    closed: [],
  },
  { ...hours, delegation: "gt", name: "Guatemala", closed: [] },
];
const local = (
  delegation: string,
  wall: string,
  endWall: string,
  what: LocalHours["hours"],
  closed?: string,
): LocalHours => ({ delegation, wall, endWall, hours: what, ...(closed ? { closed } : {}) });

const tuesday: NextSlot = {
  id: "s2",
  delegation: "mx",
  byName: "Elena Robles Ibarra",
  counter: "s1",
  when: { wall: "2021-06-08T10:00:00", zone: "America/Mexico_City", at: "2021-06-08T15:00:00Z" },
  minutes: 90,
  note: "El domingo 6 hay elecciones: antes del martes no es posible.",
  proposed: "2021-05-07T18:00:00Z",
  over: false,
  answers: [
    { delegation: "mx", accepted: true },
    { delegation: "us", accepted: true },
  ],
  agreed: false,
  local: [
    local("mx", "2021-06-08T10:00:00", "2021-06-08T11:30:00", "working"),
    local("us", "2021-06-08T11:00:00", "2021-06-08T12:30:00", "working"),
    local("eg", "2021-06-08T17:00:00", "2021-06-08T18:30:00", "outside"),
  ],
  may: { answer: true, withdraw: false },
};
const holiday: NextSlot = {
  ...tuesday,
  id: "s1",
  delegation: "us",
  byName: "Margaret Hale",
  note: "",
  when: { wall: "2021-05-31T18:00:00", zone: "America/New_York", at: "2021-05-31T22:00:00Z" },
  answers: [
    { delegation: "mx", accepted: false, reason: "Es demasiado pronto" },
    { delegation: "us", accepted: true },
  ],
  local: [
    local("mx", "2021-05-31T17:00:00", "2021-05-31T18:30:00", "outside"),
    local("us", "2021-05-31T18:00:00", "2021-05-31T19:30:00", "closed", "Memorial Day"),
    local("eg", "2021-06-01T00:00:00", "2021-06-01T01:30:00", "night"),
  ],
};
const plan: NextPlan = {
  revision: 2,
  mode: "in-person",
  title: meeting.title,
  slot: "s2",
  itinerary: [
    {
      id: "l1",
      title: "Visita de trabajo",
      place: "Palacio Nacional de la Cultura, Ciudad de Guatemala",
      when: { wall: "2021-06-07T09:00:00", zone: "America/Guatemala", at: "2021-06-07T15:00:00Z" },
      minutes: 480,
      local: [
        local("mx", "2021-06-07T10:00:00", "2021-06-07T18:00:00", "working"),
        local("us", "2021-06-07T11:00:00", "2021-06-07T19:00:00", "outside"),
        local("eg", "2021-06-07T17:00:00", "2021-06-08T01:00:00", "night"),
      ],
    },
    {
      id: "l2",
      title: "Bilateral meeting",
      place: "Palacio Nacional, Ciudad de México",
      when: tuesday.when,
      minutes: 90,
      local: tuesday.local,
    },
  ],
};
const delegate: NextMeeting = {
  title: meeting.title,
  homes,
  slots: [holiday, tuesday],
  series: [],
  commitments: 0,
  may: { arrange: false, propose: true, answer: true, for: "eg" },
};
const chair: NextMeeting = {
  ...delegate,
  may: { arrange: true, propose: true, answer: false },
  slots: [{ ...tuesday, agreed: true, may: { answer: false, withdraw: true } }],
};
const set: NextMeeting = {
  ...chair,
  slots: [{ ...tuesday, agreed: true, may: { answer: false, withdraw: false } }],
  plan,
  commitments: 3,
  series: [
    {
      id: "m0",
      title: "Preparatory meeting",
      start: "2021-03-24T16:00:00Z",
      timezone: "America/Mexico_City",
      state: "ended",
    },
    {
      id: "m1",
      title: meeting.title,
      start: "2021-05-07T15:00:00Z",
      timezone: "America/Mexico_City",
      state: "ended",
      here: true,
    },
    {
      id: "m2",
      title: meeting.title,
      start: "2021-06-08T15:00:00Z",
      timezone: "America/Mexico_City",
      state: "scheduled",
    },
  ],
};
const moved: NextMeeting = {
  ...set,
  may: { arrange: false, propose: false, answer: false },
  slots: [{ ...tuesday, when: { ...tuesday.when, moved: true }, may: { answer: false, withdraw: false } }],
  plan: { ...plan, cancelled: true, reason: "Huracán en el Pacífico" },
};

const nothing = () => Promise.resolve();
const planning = (next?: NextMeeting, problem?: CommandProblem): NextPlanning => ({
  view: fixed({ ...(next ? { next } : {}), ...(problem ? { problem } : {}) }),
  open: () => () => undefined,
  setHome: nothing,
  propose: nothing,
  answer: nothing,
  withdraw: nothing,
  counter: nothing,
  set: nothing,
  cancel: nothing,
  make: nothing,
  letter: () => Promise.reject(new CommandProblem("unreachable", "")),
  calendar: () => Promise.reject(new CommandProblem("unreachable", "")),
});
const page = (next?: NextMeeting, problem?: CommandProblem) => () => (
  <NextPage
    model={planning(next, problem)}
    link="/m/m1#t"
    linkTo={(id) => (id === "m0" ? "/m/m0/next#t" : undefined)}
  />
);
const twice = new CommandProblem("field-invalid", "A field has a wrong value", "when.wall: twice");
twice.choices = ["2021-11-07T01:30:00-04:00", "2021-11-07T01:30:00-05:00"];

/** The next meeting, from the first proposal on. */
export const nextScenes: Readonly<Record<string, () => ReactNode>> = {
  next: page(delegate),
  "next-agreed": page(chair),
  "next-set": page(set),
  "next-made": page({ ...set, meeting: "m2", slots: [...set.slots, { ...holiday, agreed: true }] }),
  "next-cancelled": page(moved),
  "next-empty": page({ ...delegate, slots: [], homes: homes.map(({ zone: _, ...home }) => home) }),
  "next-refused": page(undefined, new CommandProblem("not-allowed", "Not allowed")),
  "next-plan": () => (
    <Page title="Next meeting">
      <h1>Next meeting</h1>
      <PlanForm model={planning(set)} next={set} slot={tuesday} onClose={() => undefined} />
    </Page>
  ),
  "next-which": () => (
    <Page title="Next meeting">
      <h1>Next meeting</h1>
      <WhichOne problem={twice} zone="America/New_York" onChoose={() => undefined} />
    </Page>
  ),
};
