import type { InvitationSummary } from "../../client/index.ts";
import { DelegationPage } from "../features/delegation/DelegationPage";
import type { DelegationModel, DelegationView } from "../features/delegation/delegation-model";
import { HomePage } from "../features/home/HomePage";
import type { HomeItem, HomeModel } from "../features/home/home-model";
import { SendInvitation } from "../features/invitation/SendInvitation";
import { Early } from "../features/lobby/Early";
import { MeetingPage } from "../features/meeting/MeetingPage";
import { Page } from "../features/shell/Page";
import { type Draft, newDraft, type Step } from "../features/wizard/draft";
import { fakeClient, fixed } from "./fake-client";
import { invitation, meeting } from "./people";
import type { Scene } from "./scenes";

/** A home page's model that does nothing. */
export function homeModel(items: readonly HomeItem[]): HomeModel {
  return { ...fixed(items), forget: () => undefined };
}

const { id, title, start = "", timezone = "" } = meeting;
const link = { meeting: id, title, start, timezone, name: "Elena Robles Ibarra", role: "delegate" as const };
const mine: readonly HomeItem[] = [
  { ...link, token: "a", state: "in-session", delegation: "México", focalPoint: true },
  {
    ...link,
    token: "b",
    state: "scheduled",
    title: "Cumbre de seguimiento",
    titles: { en: "Follow-up summit", ar: "قمة المتابعة", fr: "Sommet de suivi" },
    start: "2099-06-08T15:00:00Z",
    role: "chair",
  },
  { ...link, token: "c", state: "ended", title: "Reunión preparatoria", start: "2021-04-01T16:00:00Z" },
];

const usual = {
  created: "2021-05-01T09:00:00Z",
  expires: "2021-06-06T15:00:00Z",
  delegation: "mx",
  role: "delegate" as const,
  lobby: true,
  shared: false,
  revoked: false,
  focalPoint: false,
  authority: false,
  vouched: true,
  entryRefused: false,
  came: false,
};
const members: readonly InvitationSummary[] = [
  {
    ...usual,
    id: "f",
    name: "Elena Robles Ibarra",
    function: "Directora de Protocolo",
    focalPoint: true,
    came: true,
  },
  {
    ...usual,
    id: "m1",
    name: "Joaquín Arce Villaseñor",
    function: "Embajador",
    authority: true,
    opened: "2021-05-03T09:12:00Z",
  },
  { ...usual, id: "m2", name: "Ana Lucía Montes", function: "Asesora jurídica", vouched: false },
  { ...usual, id: "m3", name: "Tomás Ek Balam", function: "Intérprete de maya", entryRefused: true },
  { ...usual, id: "m4", name: "Antes", revoked: true },
];
const provisional = {
  ...meeting,
  state: "scheduled" as const,
  adoptedBy: ["us"],
  agenda: meeting.agenda.map((item, index) => ({ ...item, adopted: index < 2 })),
};
const delegation = (view: Partial<DelegationView> = {}): DelegationModel => ({
  ...fixed<DelegationView>({
    invitation: {
      state: "loaded",
      value: invitation({
        meeting: provisional,
        name: "Elena Robles Ibarra",
        delegation: "mx",
        focalPoint: true,
      }),
    },
    members: { state: "loaded", value: members },
    links: new Map([["m1", "https://cumbre.example/m/m1#R2x5dGhpcyBpcyBub3QgYSB0b2tlbg"]]),
    ...view,
  }),
  reload: () => undefined,
  add: () => Promise.resolve(""),
  change: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  renew: () => Promise.resolve(),
  adopt: () => Promise.resolve(),
});

/** The draft of the wizard's scenes. */
export const draft: Draft = {
  ...newDraft("America/Mexico_City"),
  titles: { es: "México – Estados Unidos, 7 de mayo", en: "Mexico – United States, 7 May" },
  start: "2099-05-07T10:00",
  delegations: [
    { key: 1, name: "México", language: "es" },
    { key: 2, name: "United States", language: "en" },
  ],
};

const letter = {
  language: "es" as const,
  filename: "invitation.ics",
  subject: "Invitación: México – Estados Unidos, viernes 7 de mayo de 2021",
  text: "Joaquín Arce Villaseñor:\n\nTenemos el agrado de invitarle a la reunión «México – Estados Unidos», que se celebrará por videoconferencia.\n\nCuándo: viernes 7 de mayo de 2021, 10:00 (America/Mexico_City, UTC−05:00)\nEn tiempo universal: viernes 7 de mayo de 2021, 15:00 (UTC)\nLa sala de espera se abre a las 09:30.\nDelegación: México\n\nSu enlace:\nhttps://cumbre.example/m/m1#R2x5dGhpcyBpcyBub3QgYSB0b2tlbg\n",
};

export const wizardSteps: readonly Step[] = ["what", "parties", "agenda", "interpretation", "door", "check"];

/** The screens before a meeting. */
export const beforeScenes: Readonly<Record<string, Scene>> = {
  "home-mine": () => <HomePage mine={homeModel(mine)} />,
  delegation: () => <DelegationPage model={delegation()} meetingLink="#" />,
  "delegation-no": () => (
    <DelegationPage
      model={delegation({ invitation: { state: "loaded", value: invitation() } })}
      meetingLink="#"
    />
  ),
  "send-invitation": () => (
    <Page title="Cumbre">
      <SendInvitation
        link="https://cumbre.example/m/m1#R2x5dGhpcyBpcyBub3QgYSB0b2tlbg"
        name="Joaquín Arce Villaseñor"
        initial={letter}
        onClose={() => undefined}
      />
    </Page>
  ),
  early: () => (
    <Early
      invitation={invitation({
        admission: "early",
        focalPoint: true,
        meeting: { ...meeting, start: "2099-05-07T16:00:00Z", opens: "2099-05-07T15:30:00Z" },
      })}
      onDue={() => undefined}
    />
  ),
  contested: () => (
    <MeetingPage
      meeting={meeting.id}
      client={fakeClient({ session: { phase: "connecting", contested: true, media: "none" } })}
      invitation={{ ...fixed({ state: "loading" as const }), reload: () => undefined }}
    />
  ),
};
