import type { Delegation, InvitationInfo, Meeting, ParticipantView, Role } from "../../client/index.ts";

// The people and the meeting of the gallery: invented, as long and as mixed in script as real ones are.

const delegations: Delegation[] = [
  { id: "mx", name: "México", languages: ["es"] },
  { id: "us", name: "United States", languages: ["en"] },
  { id: "gt", name: "Guatemala", languages: ["es"] },
  { id: "ma", name: "المملكة المغربية", languages: ["ar", "fr"] },
];

export const meeting: Meeting = {
  id: "m1",
  title: "México – United States, 7 May 2021",
  languages: ["es", "en", "fr", "ar"],
  delegations,
  agenda: [
    { id: "a1", title: "Opening statements", minutes: 20 },
    { id: "a2", title: "Migration and its causes: investment in the countries of origin", minutes: 40 },
    { id: "a3", title: "Organised crime and violence at the border", minutes: 30 },
    { id: "a4", title: "Pandemic and vaccines" },
    { id: "a5", title: "Next meeting, in person", minutes: 1 },
  ],
  start: "2021-05-07T16:00:00Z",
  timezone: "America/Mexico_City",
  state: "in-session",
  locked: false,
};

interface Sketch {
  readonly name: string;
  readonly function: string;
  readonly delegation?: string;
  readonly role?: Role;
  readonly change?: Partial<ParticipantView>;
}

const sketches: readonly Sketch[] = [
  {
    name: "Elena Robles Ibarra",
    function: "Secretaria de Relaciones Exteriores",
    delegation: "mx",
    change: { microphone: true, quality: "good" },
  },
  {
    name: "Margaret Hale",
    function: "Deputy Secretary of State",
    delegation: "us",
    change: { microphone: true, quality: "good" },
  },
  {
    name: "Joaquín Arce Villaseñor",
    function: "Embajador",
    delegation: "mx",
    role: "chair",
    change: { quality: "good" },
  },
  {
    name: "Daniel Whitcombe",
    function: "Special Envoy for the Northern Triangle and Regional Migration",
    delegation: "us",
    change: { camera: false, quality: "poor" },
  },
  { name: "Ixchel Tzoc Ajú", function: "Viceministra", delegation: "gt", change: { quality: "fair" } },
  {
    name: "ليلى بن حدّو",
    function: "سفيرة",
    delegation: "ma",
    change: { quality: "good", camera: false },
  },
  {
    name: "Ana Lucía Montes",
    function: "Asesora jurídica",
    delegation: "mx",
    change: { connection: "reconnecting", camera: false },
  },
  { name: "Rebecca Stone", function: "Counselor", delegation: "us", change: { quality: "good" } },
  { name: "Sala de prensa", function: "", role: "press", change: { camera: false } },
];

/** A participant from the sketches; beyond them, further advisers are invented. */
function person(index: number): ParticipantView {
  const sketch: Sketch = sketches[index] ?? {
    name: `Asesora ${index}`,
    function: "Adviser",
    delegation: delegations[index % 3]?.id ?? "mx",
  };
  const delegation = delegations.find(({ id }) => id === sketch.delegation);
  return {
    id: `p${index}`,
    name: sketch.name,
    function: sketch.function,
    ...(delegation ? { delegation } : {}),
    role: sketch.role ?? "delegate",
    language: "es",
    connection: "connected",
    microphone: false,
    camera: true,
    screen: false,
    screenSound: false,
    isMe: false,
    holdsFloor: false,
    onStage: false,
    ...sketch.change,
  };
}

/** The first `count` people; `me` is the index of oneself, `changes` are made on top. */
export function cast(
  count: number,
  me: number,
  changes: Readonly<Record<number, Partial<ParticipantView>>> = {},
): readonly ParticipantView[] {
  return Array.from({ length: count }, (_, index) => ({
    ...person(index),
    isMe: index === me,
    ...changes[index],
  }));
}

/** The invitation of a delegate. */
export function invitation(change: Partial<InvitationInfo> = {}): InvitationInfo {
  return {
    meeting,
    name: "Rebecca Stone",
    function: "Counselor",
    delegation: "us",
    role: "delegate",
    language: "en",
    admission: "lobby",
    ...change,
  };
}
