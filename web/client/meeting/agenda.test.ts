import { expect, test } from "vitest";
import type { ClientEvent } from "../model.ts";
import type { Document } from "../protocol.ts";
import { settle } from "../testing/clock.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";
import { spentAt, textsInOrder } from "./agenda-view.ts";

const { meeting } = makeWelcome();
const withAgenda = {
  ...meeting,
  delegations: [
    { id: "d1", name: "México", languages: ["es"] },
    { id: "d2", name: "United States", languages: ["en"] },
  ],
  agenda: [
    { id: "a1", title: "Opening", adopted: false },
    { id: "a2", title: "Migration", minutes: 20, adopted: false },
    { id: "a3", title: "Climate", adopted: false },
  ],
};
const paper = (id: string, change: Partial<Document> = {}): Document => ({
  id,
  kind: "document",
  title: id,
  file: `${id}.pdf`,
  mediaType: "application/pdf",
  bytes: 1000,
  sha256: "",
  at: "2021-05-07T10:00:00Z",
  ...change,
});
const me = (role: "chair" | "organiser" | "delegate" | "observer" | "interpreter") =>
  makeParticipant("me", { role, ...(role === "delegate" ? { delegation: "d1" } : {}) });

async function joinedAs(role: Parameters<typeof me>[0], changes: Parameters<World["joined"]>[0] = {}) {
  const world = new World();
  const client = await world.joined({ meeting: withAgenda, participants: [me(role)], ...changes });
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  return { world, client, view: client.agenda.view, events };
}

test("the points with their time, the present visit in the own clock's time", async () => {
  const { world, view, events } = await joinedAs("delegate");
  expect(view.get()).toMatchObject({ next: "a1", mayMove: false, mayAdd: true });
  expect(view.get().current).toBeUndefined();
  const agenda = { current: "a2", since: "2021-05-07T10:00:00.000Z", spent: [{ item: "a2", ms: 60_000 }] };
  world.socket.say({ type: "agenda", agenda });
  const { current, previous, next } = view.get();
  expect(current).toMatchObject({ id: "a2", number: 2, minutes: 20, current: true });
  expect([previous, next]).toEqual(["a1", "a3"]);
  if (current === undefined) throw new Error("no current point");
  const [since = 0] = [current.since];
  expect(spentAt(current, since + 5000)).toBe(65_000);
  expect(spentAt(current, since - 5000)).toBe(60_000);
  expect(events).toContainEqual({ type: "agenda-moved", point: { number: 2, title: "Migration" } });
  world.socket.say({ type: "agenda", agenda: { current: "", spent: [{ item: "a2", ms: 65_000 }] } });
  expect(view.get().points[1]).toMatchObject({ current: false, spentMs: 65_000 });
  expect(events.at(-1)).toEqual({ type: "agenda-moved" });
});

test("who moves: the chair, the organiser where there is no chair", async () => {
  expect((await joinedAs("chair")).view.get().mayMove).toBe(true);
  const { world, view, client } = await joinedAs("organiser");
  expect(view.get().mayMove).toBe(true);
  const done = client.agenda.move("a2");
  expect(world.socket.last("move-agenda")).toMatchObject({ item: "a2" });
  world.socket.say({ type: "ack", id: world.socket.last("move-agenda").id });
  await done;
  world.socket.say({ type: "participant", participant: makeParticipant("ada", { role: "chair" }) });
  expect(view.get().mayMove).toBe(false);
});

test("documents under their points; what others change is seen", async () => {
  const documents = [
    paper("all"),
    paper("two", { item: "a2", delegation: "d2" }),
    paper("own", { delegation: "d1" }),
  ];
  const { world, view } = await joinedAs("delegate", { documents, documentTicket: "me.1.x/y" });
  const ids = (list: readonly { id: string }[] = []) => list.map(({ id }) => id);
  expect(ids(view.get().loose)).toEqual(["all", "own"]);
  expect(ids(view.get().points[1]?.documents)).toEqual(["two"]);
  expect(view.get().documents.map(({ mayWithdraw }) => mayWithdraw)).toEqual([false, false, true]);
  expect(view.get().loose[0]?.url).toBe("/api/v1/meetings/m7/documents/all/content?ticket=me.1.x%2Fy");
  world.socket.say({ type: "document", document: paper("new", { item: "a1" }) });
  world.socket.say({ type: "document-withdrawn", document: "two" });
  expect(ids(view.get().documents)).toEqual(["all", "own", "new"]);
});

test("the agenda's view changes only with the agenda", async () => {
  const { world, view } = await joinedAs("delegate");
  const before = view.get();
  world.socket.say({ type: "participant", participant: makeParticipant("ada") });
  world.socket.say({ type: "stage", participant: "ada" });
  expect(view.get()).toBe(before);
});

test("the text of who has the floor comes first", async () => {
  const text = (id: string, change: Partial<Document>) =>
    paper(id, { kind: "prepared", language: "es", ...change });
  const { view } = await joinedAs("interpreter", {
    agenda: { current: "a2", spent: [] },
    documents: [
      text("first", { delegation: "d2" }),
      text("point", { item: "a2", delegation: "d2" }),
      text("party", { delegation: "d1" }),
      text("named", { delegation: "d1", speaker: "Elena" }),
      paper("no-text"),
    ],
  });
  const order = (holder: Parameters<typeof textsInOrder>[1]) =>
    textsInOrder(view.get(), holder).map(({ id }) => id);
  expect(order(undefined)).toEqual(["point", "first", "party", "named"]);
  expect(order({ name: "Elena", delegation: { id: "d1" } })).toEqual(["named", "party", "point", "first"]);
});

const file = (name: string, bytes: number) => ({ name, size: bytes }) as File;
const details = { kind: "document", item: "a2", title: "", language: "es", speaker: "" } as const;

test("a file goes with what is said of it, and its way is shown", async () => {
  const { world, client } = await joinedAs("delegate");
  const done = client.agenda.add(file("a.pdf", 1000), details);
  const [upload] = world.uploads;
  expect(upload).toMatchObject({
    path: "/api/v1/meetings/m7/documents",
    token: "token",
    fields: [
      ["kind", "document"],
      ["item", "a2"],
      ["language", "es"],
    ],
  });
  upload?.onSent(0.5);
  expect(client.agenda.uploads.get()).toEqual([{ key: 1, file: "a.pdf", sent: 0.5 }]);
  upload?.resolve({ status: 201, text: "{}" });
  await done;
  expect(client.agenda.uploads.get()).toEqual([]);
});

test("what is wrong is said at the file, and it goes when it is dismissed", async () => {
  const { world, client } = await joinedAs("delegate");
  await client.agenda.add(file("a.docx", 1000), details);
  await client.agenda.add(file("a.pdf", 26 * 2 ** 20), details);
  expect(world.uploads).toEqual([]);
  const refused = client.agenda.add(file("b.pdf", 1000), details);
  world.uploads[0]?.resolve({
    status: 415,
    text: '{"code":"document-not-as-named","title":"T","detail":"D"}',
  });
  await refused;
  const lost = client.agenda.add(file("c.pdf", 1000), details);
  world.uploads[1]?.resolve({ status: 0, text: "" });
  await lost;
  const codes = () => client.agenda.uploads.get().map(({ problem }) => problem?.code);
  expect(codes()).toEqual([
    "document-type-unknown",
    "document-too-large",
    "document-not-as-named",
    "unreachable",
  ]);
  client.agenda.dismiss(2);
  expect(codes()).not.toContain("document-too-large");
});

test("a file that is given up is no problem", async () => {
  const { world, client } = await joinedAs("delegate");
  const done = client.agenda.add(file("a.pdf", 1000), details);
  client.agenda.dismiss(1);
  expect(world.uploads[0]?.signal.aborted).toBe(true);
  world.uploads[0]?.resolve({ status: 0, text: "" });
  await done;
  expect(client.agenda.uploads.get()).toEqual([]);
});

test("a text is fetched once, and again after a failure", async () => {
  const documents = [paper("t", { kind: "prepared", mediaType: "text/plain", language: "es" })];
  const { world, client, view } = await joinedAs("interpreter", { documents });
  const [text] = view.get().documents;
  if (text === undefined) throw new Error("no text");
  world.rest = { status: 404, text: '{"code":"document-unknown","title":"T"}' };
  await expect(client.agenda.text(text)).rejects.toMatchObject({ code: "document-unknown" });
  world.rest = { status: 200, text: "Señoras" };
  expect(await client.agenda.text(text)).toBe("Señoras");
  expect(await client.agenda.text(text)).toBe("Señoras");
  await settle();
  expect(world.requests).toHaveLength(2);
});

test("who acts for a delegation adopts the agenda that is shown, until it has", async () => {
  const acting = makeParticipant("me", { delegation: "d1", authority: true });
  const { world, client, view } = await joinedAs("delegate", { participants: [acting] });
  expect(view.get()).toMatchObject({
    provisional: true,
    awaited: ["México", "United States"],
    mayAdopt: true,
  });
  await client.agenda.adopt();
  expect(world.requests.at(-1)).toEqual([
    "POST",
    "/api/v1/meetings/m7/agenda/adoption",
    "token",
    { revision: 1 },
  ]);
  world.socket.say({ type: "meeting", meeting: { ...withAgenda, adoptedBy: ["d1"] } });
  expect(view.get()).toMatchObject({ provisional: true, awaited: ["United States"], mayAdopt: false });
  const adopted = withAgenda.agenda.map((item) => ({ ...item, adopted: true }));
  world.socket.say({ type: "meeting", meeting: { ...withAgenda, agenda: adopted, adoptedBy: ["d1", "d2"] } });
  expect(view.get()).toMatchObject({ provisional: false, awaited: [], mayAdopt: false });
});

test("without authority nobody adopts for a delegation", async () => {
  const { view } = await joinedAs("delegate");
  expect(view.get()).toMatchObject({ provisional: true, mayAdopt: false });
});

test("the page that everybody sees: who shows it, who may turn it, and what may be shown", async () => {
  const documents = [
    paper("slides"),
    paper("notes", { mediaType: "text/plain" }),
    paper("speech", { kind: "prepared" }),
  ];
  const shown = { document: "slides", page: 3, by: "ada" };
  const ada = makeParticipant("ada", { role: "chair", name: "Ada" });
  const { world, view, client } = await joinedAs("delegate", {
    documents,
    shown,
    participants: [me("delegate"), ada],
  });
  expect(view.get().shown).toMatchObject({
    document: { id: "slides" },
    page: 3,
    byName: "Ada",
    mayTurn: false,
  });
  expect(view.get().documents.filter(({ mayShow }) => mayShow)).toEqual([]);
  world.socket.say({ type: "floor", floor: { holder: "me", since: "2021-05-07T10:00:00Z" } });
  expect(
    view
      .get()
      .documents.filter(({ mayShow }) => mayShow)
      .map(({ id }) => id),
  ).toEqual(["slides"]);
  const done = client.agenda.show("slides", 1);
  expect(world.socket.last("show-document")).toMatchObject({ document: "slides", page: 1 });
  world.socket.say({ type: "shown-document", shown: { document: "slides", page: 1, by: "me" } });
  world.socket.say({ type: "ack", id: world.socket.last("show-document").id });
  await done;
  expect(view.get().shown).toMatchObject({ page: 1, mayTurn: true });
  world.socket.say({ type: "shown-document", shown: { document: "", page: 0, by: "" } });
  expect(view.get().shown).toBeUndefined();
});
