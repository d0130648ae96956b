// The parts around a meeting: addresses, REST, stores and scopes.

import { expect, test, vi } from "vitest";
import { createApi, fetchDemo } from "./api.ts";
import { parseRoute } from "./route.ts";
import { Scope } from "./scope.ts";
import { createStore, Signal } from "./store.ts";

test.each([
  ["/", "", { page: "home" }],
  ["/", "#admin=abc", { page: "admin", token: "abc" }],
  ["/", "#demo", { page: "demo" }],
  ["/m/m7", "#t0k-en_", { page: "meeting", meeting: "m7", token: "t0k-en_" }],
  ["/m/m7/", "", { page: "meeting", meeting: "m7", token: "" }],
  ["/m/%E0%A4%A", "#%", { page: "meeting", meeting: "%E0%A4%A", token: "%" }],
  ["/m/m7/quotes", "#t0k", { page: "record", meeting: "m7", token: "t0k", at: "quotation" }],
  ["/m/m7/record", "#t0ks1", { page: "record", meeting: "m7", token: "t0ks1", at: "" }],
  ["/m/m7/record", "#t0k/s12", { page: "record", meeting: "m7", token: "t0k", at: "s12" }],
  ["/m/m7/record", "#s12", { page: "record", meeting: "m7", token: "", at: "s12" }],
  ["/m/m7/text", "#t0k", { page: "text", meeting: "m7", token: "t0k" }],
  ["/m/m7/publication", "#t0k", { page: "publication", meeting: "m7", token: "t0k" }],
  ["/m/a/b", "#x", { page: "unknown" }],
  ["/other", "", { page: "unknown" }],
])("%s%s", (path, hash, route) => {
  expect(parseRoute(path, hash)).toEqual(route);
});

const answering = (status: number, body: unknown) =>
  vi.fn(() =>
    Promise.resolve(
      new Response(body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body), {
        status,
      }),
    ),
  );

test("calls carry the token in a header and nothing in the address", async () => {
  const fetcher = answering(201, { id: "i1", url: "u", token: "t" });
  const invited = await createApi("secret", fetcher as unknown as typeof fetch).invite("a/b", {
    role: "press",
    name: "Agencia",
  });
  expect(invited.id).toBe("i1");
  const [path, init] = fetcher.mock.calls[0] as unknown as [string, RequestInit];
  expect(path).toBe("/api/v1/meetings/a%2Fb/invitations");
  expect(init).toMatchObject({ method: "POST", body: '{"role":"press","name":"Agencia"}' });
  expect(init.headers).toMatchObject({ Authorization: "Bearer secret" });
});

test("the own invitation is told flat", async () => {
  const body = {
    meeting: { id: "m7", delegations: [{ id: "d1", name: "México" }] },
    invitation: { id: "i", name: "Ana", role: "delegate", delegation: "d1" },
    admission: "lobby",
  };
  const fetcher = answering(200, body) as unknown as typeof fetch;
  const { meeting } = body;
  expect(await createApi("t", fetcher).invitation()).toEqual({
    meeting,
    name: "Ana",
    role: "delegate",
    delegation: "d1",
    admission: "lobby",
  });
});

test("the demonstration's places have the names of their invitations", async () => {
  const answers: Record<string, unknown> = {
    "/api/v1/demo": {
      title: "Demo",
      links: [{ label: "a delegate", role: "delegate", url: "/m/m7#t", token: "t" }],
    },
    "/api/v1/invitation": {
      meeting: { delegations: [{ id: "d1", name: "México" }] },
      invitation: { name: "Ana", role: "delegate", function: "Asesora", delegation: "d1" },
      admission: "admitted",
    },
  };
  const fetcher = vi.fn((path: string) => Promise.resolve(new Response(JSON.stringify(answers[path]))));
  expect(await fetchDemo(fetcher as unknown as typeof fetch)).toEqual({
    title: "Demo",
    places: [{ name: "Ana", role: "delegate", url: "/m/m7#t", function: "Asesora", delegation: "México" }],
  });
});

test("lists come bare or wrapped", async () => {
  const api = (body: unknown) => createApi("t", answering(200, body) as unknown as typeof fetch);
  expect(await api([{ id: "m" }]).meetings()).toEqual([{ id: "m" }]);
  expect(await api({ meetings: [{ id: "m" }] }).meetings()).toEqual([{ id: "m" }]);
  expect(await api({}).meetings()).toEqual([]);
});

test("problems keep their code; what is none gets one", async () => {
  const call = (status: number, body: unknown) =>
    createApi("t", answering(status, body) as unknown as typeof fetch).invitation();
  const problem = { type: "/problems/token-expired", title: "Expired", status: 403, detail: "ask" };
  await expect(call(403, problem)).rejects.toMatchObject({
    code: "token-expired",
    title: "Expired",
    detail: "ask",
  });
  await expect(call(502, "<html>")).rejects.toMatchObject({ code: "http-502" });
  const down = vi.fn(() => Promise.reject(new TypeError("network")));
  await expect(createApi("t", down).meetings()).rejects.toMatchObject({ code: "unreachable" });
});

test("a revocation has no answer", async () => {
  const api = createApi("t", answering(204, undefined) as unknown as typeof fetch);
  await expect(api.revoke("m", "i")).resolves.toBeUndefined();
});

test("a store tells changes and nothing else", () => {
  const store = createStore({ a: 1, b: 2 });
  const told = vi.fn();
  const cancel = store.subscribe(told);
  store.patch({ a: 1 });
  expect(told).not.toHaveBeenCalled();
  store.patch({ a: 2 });
  expect(store.get()).toEqual({ a: 2, b: 2 });
  expect(told).toHaveBeenCalledTimes(1);
  cancel();
  store.set({ a: 3, b: 3 });
  expect(told).toHaveBeenCalledTimes(1);
});

test("a scope ends what it holds, latest first, once; what comes later ends at once", () => {
  const scope = new Scope();
  const ended: string[] = [];
  scope.add(() => ended.push("a"));
  const child = scope.child();
  child.add(() => ended.push("child"));
  scope.add(() => ended.push("b"))();
  scope.end();
  scope.end();
  expect(ended).toEqual(["b", "child", "a"]);
  expect(child.ended).toBe(true);
  scope.add(() => ended.push("late"));
  expect(ended.at(-1)).toBe("late");
});

test("a signal forgets who left", () => {
  const signal = new Signal<number>();
  const heard: number[] = [];
  const cancel = signal.on((value) => heard.push(value));
  signal.emit(1);
  cancel();
  signal.emit(2);
  expect(heard).toEqual([1]);
});
