import type { InvitationInfo, Meeting, Role } from "../../../client/index.ts";

/** A link that was opened in this browser, and what was known of its meeting then. The token in it opens the meeting. */
export interface SavedLink extends Pick<Meeting, "title" | "titles" | "start" | "timezone" | "state"> {
  readonly meeting: string;
  readonly token: string;
  readonly name: string;
  readonly role: Role;
  readonly delegation?: string;
  readonly focalPoint?: boolean;
}

const key = "cumbre.links";
/** Links kept, the latest first: more than anybody has meetings, and a bound. */
const MOST = 100;

/** Where they are kept; undefined: the browser refuses, and nothing is. */
export type LinkStorage = Pick<Storage, "getItem" | "setItem"> | undefined;

/** What is kept and still makes sense. */
export function readLinks(storage: LinkStorage): readonly SavedLink[] {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isLink).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function isLink(value: unknown): value is SavedLink {
  if (typeof value !== "object" || value === null) return false;
  const { meeting, token, title, name, role, state } = value as Record<string, unknown>;
  return [meeting, token, title, name, role, state].every(
    (field) => typeof field === "string" && field !== "",
  );
}

function write(storage: LinkStorage, links: readonly SavedLink[]): void {
  try {
    storage?.setItem(key, JSON.stringify(links.slice(0, MOST)));
  } catch {
    // A full or forbidden storage costs the memory of a link, nothing else.
  }
}

/** An invitation as it is kept. */
export function linkOf(info: InvitationInfo, token: string): SavedLink {
  const { id, title, titles, start, timezone, state, delegations } = info.meeting;
  const delegation = delegations.find((one) => one.id === info.delegation)?.name;
  return {
    meeting: id,
    token,
    title,
    ...(titles ? { titles } : {}),
    ...(start ? { start } : {}),
    ...(timezone ? { timezone } : {}),
    state,
    name: info.name,
    role: info.role,
    ...(delegation ? { delegation } : {}),
    ...(info.focalPoint ? { focalPoint: true } : {}),
  };
}

/** Keeps a link, as the latest, or with what is new about it in its place. */
export function rememberLink(storage: LinkStorage, link: SavedLink, inPlace = false): void {
  const links = readLinks(storage);
  const same = (one: SavedLink) => one.meeting === link.meeting && one.token === link.token;
  if (inPlace)
    return write(
      storage,
      links.map((one) => (same(one) ? link : one)),
    );
  write(storage, [link, ...links.filter((one) => !same(one))]);
}

/** The token that this browser has last had for a meeting; "": none. */
export function keptToken(storage: LinkStorage, meeting: string): string {
  return readLinks(storage).find((one) => one.meeting === meeting)?.token ?? "";
}

export function forgetLink(
  storage: LinkStorage,
  { meeting, token }: Pick<SavedLink, "meeting" | "token">,
): void {
  write(
    storage,
    readLinks(storage).filter((one) => one.meeting !== meeting || one.token !== token),
  );
}
