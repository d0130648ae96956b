// The agenda as views show it: a pure function of what the server told.

import type { AgendaView, DocumentView, PointView, ShownView } from "../model.ts";
import type { AgendaState, Document, Meeting, Participant, Role, ShownDocument } from "../protocol.ts";

/** What the view is made from. */
export interface AgendaFacts {
  readonly meeting: Meeting | undefined;
  readonly agenda: AgendaState;
  readonly documents: readonly Document[];
  readonly shown: ShownDocument;
  /** The name of who shows it, "" not known. */
  readonly shownBy: string;
  readonly ticket: string;
  readonly me: Pick<Participant, "id" | "role" | "delegation" | "authority"> | undefined;
  readonly chairPresent: boolean;
  readonly holdsFloor: boolean;
  /** Of the current visit, epoch ms of the own clock. */
  readonly since: number | undefined;
}

/** Roles that lead the meeting, and those that add documents at all. */
const LEADS: ReadonlySet<Role> = new Set<Role>(["organiser", "chair"]);
const ADDS: ReadonlySet<Role> = new Set<Role>(["organiser", "chair", "delegate"]);

export function agendaView(facts: AgendaFacts): AgendaView {
  const { meeting, agenda, me } = facts;
  const documents = facts.documents.map((document) => documentView(document, facts));
  const spent = new Map((agenda.spent ?? []).map(({ item, ms }) => [item, ms]));
  const points = (meeting?.agenda ?? []).map(({ id, title, titles, minutes, adopted }, index): PointView => {
    const current = id === agenda.current;
    return {
      id,
      number: index + 1,
      title,
      ...(titles ? { titles } : {}),
      adopted,
      ...(minutes ? { minutes } : {}),
      spentMs: spent.get(id) ?? 0,
      current,
      ...(current && facts.since !== undefined ? { since: facts.since } : {}),
      documents: documents.filter(({ item }) => item === id),
    };
  });
  const at = points.findIndex(({ current }) => current);
  const [previous, next] = at < 0 ? [undefined, points[0]] : [points[at - 1], points[at + 1]];
  const role = me?.role;
  const shown = documents.find(({ id }) => id === facts.shown.document);
  return {
    points,
    ...(points[at] ? { current: points[at] } : {}),
    ...(previous ? { previous: previous.id } : {}),
    ...(next ? { next: next.id } : {}),
    loose: documents.filter(({ item }) => !points.some(({ id }) => id === item)),
    documents,
    ...(shown ? { shown: shownView(shown, facts) } : {}),
    mayMove: chairs(facts),
    mayAdd: role !== undefined && ADDS.has(role),
    ...adoptionView(facts),
  };
}

/** How far the agenda is agreed, and what one can do for it. */
function adoptionView({
  meeting,
  me,
}: AgendaFacts): Pick<AgendaView, "provisional" | "awaited" | "mayAdopt"> {
  const provisional = (meeting?.agenda ?? []).some(({ adopted }) => !adopted);
  const { adoptedBy = [], delegations = [] } = meeting ?? {};
  const party = delegations.length === 0 ? "" : (me?.delegation ?? "");
  const acts = delegations.length === 0 ? me !== undefined && LEADS.has(me.role) : me?.authority === true;
  return {
    provisional,
    awaited: provisional
      ? delegations.filter(({ id }) => !adoptedBy.includes(id)).map(({ name }) => name)
      : [],
    mayAdopt: provisional && acts && !adoptedBy.includes(party),
  };
}

/** Whether one leads the meeting now: the chair, or the organiser in the chair's stead. */
function chairs({ me, chairPresent }: AgendaFacts): boolean {
  return me?.role === "chair" || (me?.role === "organiser" && !chairPresent);
}

function shownView(document: DocumentView, facts: AgendaFacts): ShownView {
  const { shown, shownBy, me } = facts;
  const mayTurn = chairs(facts) || (me !== undefined && shown.by === me.id);
  return { document, page: shown.page, byName: shownBy, mayTurn };
}

/** What has pages, or is one (conference.pictured): only that is shown to everybody. */
const PICTURED: ReadonlySet<string> = new Set(["application/pdf", "image/png", "image/jpeg"]);

function documentView(document: Document, facts: AgendaFacts): DocumentView {
  const { meeting, ticket, me } = facts;
  const { id, kind, title, file, mediaType, bytes } = document;
  const delegation = meeting?.delegations?.find((one) => one.id === document.delegation);
  const own = document.by === me?.id || (delegation !== undefined && delegation.id === me?.delegation);
  const content = `/api/v1/meetings/${encodeURIComponent(meeting?.id ?? "")}/documents/${encodeURIComponent(id)}/content`;
  return {
    id,
    kind,
    title,
    file,
    mediaType,
    bytes,
    item: document.item ?? "",
    language: document.language ?? "",
    speaker: document.speaker ?? "",
    byName: document.byName ?? "",
    ...(delegation ? { delegation } : {}),
    url: `${content}?ticket=${encodeURIComponent(ticket)}`,
    mayWithdraw: me !== undefined && (LEADS.has(me.role) || (me.role === "delegate" && own)),
    mayShow: kind === "document" && PICTURED.has(mediaType) && (chairs(facts) || facts.holdsFloor),
  };
}

/** How long the meeting has been at a point until now (epoch ms), ms. */
export function spentAt({ spentMs, since }: PointView, now: number): number {
  return spentMs + (since === undefined ? 0 : Math.max(0, now - since));
}

/**
 * Prepared texts in the order in which a booth wants them: of who has the floor first, by name before by delegation;
 * then of the current point; then as they were added.
 */
export function textsInOrder(
  { documents, current }: AgendaView,
  holder: { readonly name: string; readonly delegation?: { readonly id: string } } | undefined,
): readonly DocumentView[] {
  const rank = ({ speaker, delegation, item }: DocumentView) => {
    const named = holder !== undefined && speaker !== "" && speaker === holder.name;
    const party = holder?.delegation !== undefined && delegation?.id === holder.delegation.id;
    return (named ? 4 : 0) + (party ? 2 : 0) + (current !== undefined && item === current.id ? 1 : 0);
  };
  return documents
    .filter(({ kind }) => kind === "prepared")
    .map((text, index) => ({ text, index, rank: rank(text) }))
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
    .map(({ text }) => text);
}
