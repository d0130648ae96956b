// REST calls of the pages outside a meeting: the invitation behind a link, and the administrator's page.

import type {
  DemoLinks,
  Invitation,
  InvitationList,
  NewInvitation as Invitations,
  IssuedInvitation,
  Letter,
  Meeting,
  MeetingList,
  NewMeeting as Meetings,
  MemberChange,
  MemberList,
  NewAgendaItem,
  NewBooth,
  NewMember,
  OwnInvitation,
  Problem,
  Quotation,
} from "./generated/schema.d.ts";
import { CommandProblem } from "./model.ts";
import type { Role } from "./protocol.ts";

export type {
  IssuedInvitation,
  Letter,
  MemberChange,
  NewAgendaItem,
  NewMember,
} from "./generated/schema.d.ts";

/** A meeting's interpretation, as it is set up: the booths with their outputs, and whether they only rehearse. */
export interface InterpretationSetup {
  rehearsal: boolean;
  /** A microphone that is closed by choice leaves the original at the listener's own level. */
  lowWhenOff: boolean;
  booths: NewBooth[];
}

/** A new meeting; with `interpretation` its booths are there from the beginning. */
export interface NewMeeting extends Meetings {
  interpretation?: InterpretationSetup;
}

/** A new invitation; an interpreter's names the booth (its id) and the languages that the interpreter understands. */
export interface NewInvitation extends Invitations {
  booth?: string;
  understands?: string[];
}

/** An invitation as listed: without its token. */
export type InvitationSummary = Invitation;

/** What an invitation's holder may know before joining, of what GET /api/v1/invitation answers. */
export interface InvitationInfo
  extends Pick<OwnInvitation, "meeting" | "admission">,
    Pick<Invitation, "name" | "role" | "function" | "delegation" | "language"> {
  /** Names and vouches for the members of the delegation. */
  focalPoint?: boolean;
}

/** One place that the demonstration offers. */
export interface DemoPlace {
  name: string;
  function?: string;
  role: Role;
  /** The delegation's name. */
  delegation?: string;
  /** Invitation's address. */
  url: string;
}

/** The demonstration that this server runs. */
export interface DemoInfo {
  title?: string;
  places: DemoPlace[];
}

/** Calls under /api/v1 with one bearer token. All reject with CommandProblem (code "unreachable": no answer). */
export interface Api {
  invitation(): Promise<InvitationInfo>;
  meetings(): Promise<Meeting[]>;
  meeting(id: string): Promise<Meeting>;
  createMeeting(meeting: NewMeeting): Promise<Meeting>;
  invitations(meeting: string): Promise<InvitationSummary[]>;
  invite(meeting: string, invitation: NewInvitation): Promise<IssuedInvitation>;
  revoke(meeting: string, invitation: string): Promise<void>;
  interpretation(meeting: string): Promise<InterpretationSetup>;
  arrange(meeting: string, setup: InterpretationSetup): Promise<InterpretationSetup>;
  /** A new link for an invitation: the old one is void. */
  renew(meeting: string, invitation: string): Promise<IssuedInvitation>;
  refuseEntry(meeting: string, invitation: string, refused: boolean): Promise<void>;
  arrangeAgenda(meeting: string, revision: number, items: readonly NewAgendaItem[]): Promise<Meeting>;
  adoptAgenda(meeting: string, revision: number): Promise<Meeting>;
  /** The token's own invitation, as an e-mail's text and as a calendar entry (RFC 5545). */
  letter(language: string): Promise<Letter>;
  calendar(language: string): Promise<string>;
  /** The list of a delegation, which its focal point changes. */
  members(meeting: string, delegation: string): Promise<InvitationSummary[]>;
  addMember(meeting: string, delegation: string, member: NewMember): Promise<IssuedInvitation>;
  changeMember(meeting: string, delegation: string, member: string, change: MemberChange): Promise<void>;
  removeMember(meeting: string, delegation: string, member: string): Promise<void>;
  renewMember(meeting: string, delegation: string, member: string): Promise<IssuedInvitation>;
}

/** One call under /api/v1; rejects with CommandProblem. */
export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Makes the calls of one token. */
export function createCall(token: string, fetcher: typeof fetch = (...args) => fetch(...args)): Call {
  const ask = asker(token, fetcher);
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await ask(method, path, body);
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
}

function asker(token: string, fetcher: typeof fetch) {
  return async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await send(fetcher, method, path, token, body);
    if (!response.ok) throw await problemOf(response);
    return response;
  };
}

/** Makes the API of one token (an invitation's or the administrator's). */
export function createApi(token: string, fetcher: typeof fetch = (...args) => fetch(...args)): Api {
  const ask = asker(token, fetcher);
  const call = createCall(token, fetcher);
  const list = (id: string, delegation: string) =>
    `${at(id)}/delegations/${encodeURIComponent(delegation)}/members`;
  const one = (id: string, delegation: string, member: string) =>
    `${list(id, delegation)}/${encodeURIComponent(member)}`;
  const invited = (id: string, invitation: string) =>
    `${at(id)}/invitations/${encodeURIComponent(invitation)}`;
  const at = (id: string) => `/meetings/${encodeURIComponent(id)}`;
  return {
    invitation: async () => infoOf(await call<OwnInvitation>("GET", "/invitation")),
    meetings: async () => listOf(await call<MeetingList>("GET", "/meetings"), "meetings"),
    meeting: (id) => call("GET", at(id)),
    createMeeting: (meeting) => call("POST", "/meetings", meeting),
    invitations: async (id) =>
      listOf(await call<InvitationList>("GET", `${at(id)}/invitations`), "invitations"),
    invite: (id, invitation) => call("POST", `${at(id)}/invitations`, invitation),
    revoke: (id, invitation) => call("DELETE", invited(id, invitation)),
    interpretation: async (id) => setupOf(await call("GET", `${at(id)}/interpretation`)),
    arrange: async (id, setup) => setupOf(await call("PUT", `${at(id)}/interpretation`, setup)),
    renew: (id, invitation) => call("POST", `${invited(id, invitation)}/link`),
    refuseEntry: (id, invitation, refused) => call("PUT", `${invited(id, invitation)}/entry`, { refused }),
    arrangeAgenda: (id, revision, items) => call("PUT", `${at(id)}/agenda`, { revision, items }),
    adoptAgenda: (id, revision) => call("POST", `${at(id)}/agenda/adoption`, { revision }),
    letter: (language) => call("GET", `/invitation/letter?language=${encodeURIComponent(language)}`),
    calendar: async (language) =>
      (await ask("GET", `/invitation/calendar.ics?language=${encodeURIComponent(language)}`)).text(),
    members: async (id, delegation) => listOf(await call<MemberList>("GET", list(id, delegation)), "members"),
    addMember: (id, delegation, member) => call("POST", list(id, delegation), member),
    changeMember: (id, delegation, member, change) => call("PATCH", one(id, delegation, member), change),
    removeMember: (id, delegation, member) => call("DELETE", one(id, delegation, member)),
    renewMember: (id, delegation, member) => call("POST", `${one(id, delegation, member)}/link`),
  };
}

/** A file as the server names it. */
export interface RecordFile {
  readonly name: string;
  readonly blob: Blob;
}

/** Gets a file with a token, which an address must not carry. */
export type Download = (token: string, path: string) => Promise<RecordFile>;

export const fetchFile: Download = async (token, path) => {
  const response = await send((...args) => fetch(...args), "GET", path, token, undefined);
  if (!response.ok) throw await problemOf(response);
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: name ?? "record", blob: await response.blob() };
};

/** Holds a quotation against what was said. */
export async function sendQuotation(
  token: string,
  path: string,
  quotation: string,
  version: number,
): Promise<Quotation> {
  const response = await send((...args) => fetch(...args), "POST", path, token, { quotation, version });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Quotation;
}

function setupOf(answer: Partial<InterpretationSetup> | null): InterpretationSetup {
  return {
    rehearsal: answer?.rehearsal ?? false,
    lowWhenOff: answer?.lowWhenOff ?? false,
    booths: answer?.booths ?? [],
  };
}

/** Looks up the demonstration and who its places are for; rejects with CommandProblem where none is running. */
export async function fetchDemo(fetcher: typeof fetch = (...args) => fetch(...args)): Promise<DemoInfo> {
  const response = await send(fetcher, "GET", "/demo", undefined, undefined);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) throw new CommandProblem("no-demo", "No demonstration is running");
  const { title, links } = (await response.json()) as DemoLinks;
  const places = links.map(async ({ label, role, url, token }): Promise<DemoPlace> => {
    const info = await createApi(token, fetcher)
      .invitation()
      .catch(() => undefined);
    const delegation = info?.meeting.delegations.find(({ id }) => id === info.delegation)?.name;
    return {
      name: info?.name ?? label,
      role,
      url,
      ...(info?.function === undefined ? {} : { function: info.function }),
      ...(delegation === undefined ? {} : { delegation }),
    };
  });
  return { title, places: await Promise.all(places) };
}

function infoOf({ meeting, invitation, admission }: OwnInvitation): InvitationInfo {
  const { name, role, delegation, language, focalPoint } = invitation;
  return {
    meeting,
    name,
    role,
    admission,
    ...(invitation.function === undefined ? {} : { function: invitation.function }),
    ...(delegation === undefined ? {} : { delegation }),
    ...(language === undefined ? {} : { language }),
    ...(focalPoint ? { focalPoint } : {}),
  };
}

async function send(
  fetcher: typeof fetch,
  method: string,
  path: string,
  token: string | undefined,
  body: unknown,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json, text/calendar" };
  if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetcher(`/api/v1${path}`, {
      method,
      headers,
      cache: "no-store",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new CommandProblem("unreachable", "The server does not answer");
  }
}

/** A refusing answer as what calls reject with. */
export async function problemOf(response: Response): Promise<CommandProblem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const code = problem.code ?? problem.type?.split("/").pop() ?? `http-${response.status}`;
    const title = problem.title ?? response.statusText;
    const { detail, conflict, paragraphConflict, choices = [], findings = [] } = problem;
    const refused = new CommandProblem(code, title, detail, conflict, paragraphConflict);
    return Object.assign(refused, { choices, findings });
  } catch {
    return new CommandProblem(`http-${response.status}`, response.statusText);
  }
}

/** Lists come as an array or as an object with one member of that name. */
function listOf<Member extends string, T>(answer: Record<Member, T[]> | T[] | null, member: Member): T[] {
  if (Array.isArray(answer)) return answer;
  const list = answer?.[member];
  return Array.isArray(list) ? list : [];
}
