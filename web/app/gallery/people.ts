import type { Delegation, InvitationInfo, Meeting, ParticipantView, Role } from "../../client/index.ts";
import type { AgendaState, Document } from "../../client/protocol";

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
    { id: "a1", title: "Opening statements", minutes: 20, adopted: true },
    {
      id: "a2",
      title: "Migration and its causes: investment in the countries of origin",
      minutes: 40,
      adopted: true,
    },
    { id: "a3", title: "Organised crime and violence at the border", minutes: 30, adopted: true },
    { id: "a4", title: "Pandemic and vaccines", adopted: true },
    { id: "a5", title: "Next meeting, in person", minutes: 1, adopted: true },
  ],
  start: "2021-05-07T16:00:00Z",
  timezone: "America/Mexico_City",
  agendaRevision: 2,
  adoptedBy: ["mx", "us", "gt", "ma"],
  state: "in-session",
  locked: false,
};

/** The meeting is at its second point, and a little over time. */
export const agendaState: AgendaState = { current: "a2", spent: [{ item: "a1", ms: 1_275_000 }] };

const paper = (id: string, change: Partial<Document>): Document => ({
  id,
  kind: "document",
  title: "",
  file: `${id}.pdf`,
  mediaType: "application/pdf",
  bytes: 1_840_000,
  sha256: "",
  at: "2021-05-07T15:58:00.000Z",
  ...change,
});

export const documents: readonly Document[] = [
  paper("annotated", { title: "Annotated agenda", language: "en", bytes: 96_000 }),
  paper("figures", {
    item: "a2",
    title: "Migración en cifras, 2018–2020",
    language: "es",
    delegation: "mx",
    byName: "Elena Robles Ibarra",
  }),
  paper("map", {
    item: "a2",
    title: "Map of the projects",
    delegation: "us",
    mediaType: "image/png",
    bytes: 412_000,
  }),
  paper("speech-us", {
    kind: "prepared",
    item: "a2",
    title: "Remarks on the root causes of migration",
    file: "remarks.txt",
    mediaType: "text/plain",
    language: "en",
    delegation: "us",
    speaker: "Margaret Hale",
    bytes: 7_200,
  }),
  paper("speech-mx", {
    kind: "prepared",
    item: "a2",
    title: "Intervención sobre migración y desarrollo",
    file: "intervencion.txt",
    mediaType: "text/plain",
    language: "es",
    delegation: "mx",
    speaker: "Elena Robles Ibarra",
    bytes: 6_400,
  }),
];

const paragraphs: Readonly<Record<string, string>> = {
  es: "Señoras y señores delegados:\n\nNadie deja su casa por gusto. Quien camina tres mil kilómetros con un hijo de la mano lo hace porque la cosecha se perdió dos veces, porque la escuela cerró, porque en su barrio manda quien tiene un arma.\n\nPor eso proponemos que la inversión llegue primero a los municipios de los que sale la gente: caminos, agua, y empleo en el campo. Sembrar árboles que den fruto en cinco años y salario desde la primera semana.\n\nNo pedimos caridad. Pedimos que lo que se acuerde hoy tenga fecha, responsable y cifra, y que dentro de un año podamos decir, punto por punto, qué se cumplió.",
  en: "Thank you, Chair.\n\nMost people do not want to leave home. They leave because the harvest failed, because the school closed, because the street belongs to whoever has a gun.\n\nWe will speak today of what can be done this year: investment that reaches the places where people leave from, and work that pays from its first week.",
};

/** A prepared text. */
export function speech(language: string): string {
  return paragraphs[language] ?? "";
}

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
    trust: delegation && index % 3 !== 2 ? "vouched" : "guest",
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
