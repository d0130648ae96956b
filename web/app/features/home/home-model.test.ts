import { expect, test } from "vitest";
import { CommandProblem, type InvitationInfo } from "../../../client/index.ts";
import { createHome } from "./home-model";
import { readLinks, rememberLink, type SavedLink } from "./links";

const saved = (token: string): SavedLink => ({
  meeting: token,
  token,
  title: "as kept",
  state: "scheduled",
  start: "2099-05-07T10:00:00Z",
  name: "Ana",
  role: "delegate",
});
const told: InvitationInfo = {
  meeting: {
    id: "live",
    title: "as it is",
    languages: [],
    delegations: [],
    agenda: [],
    agendaRevision: 1,
    adoptedBy: [],
    state: "in-session",
    locked: false,
  },
  name: "Ana",
  role: "delegate",
  admission: "lobby",
};

test("what is kept is shown at once, then what the server says; void links last, unreachable ones stay", async () => {
  let text: string | null = null;
  const storage = {
    getItem: () => text,
    setItem: (_: string, next: string) => {
      text = next;
    },
  };
  for (const token of ["void", "away", "live"]) rememberLink(storage, saved(token));
  const home = createHome(storage, (token) => ({
    invitation: () =>
      token === "live"
        ? Promise.resolve(told)
        : Promise.reject(new CommandProblem(token === "void" ? "token-revoked" : "unreachable", "")),
  }));
  expect(home.get().map(({ title }) => title)).toEqual(["as kept", "as kept", "as kept"]);
  let changes = 0;
  home.subscribe(() => changes++);
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  expect(changes).toBeGreaterThan(0);
  expect(home.get()[0]).toMatchObject({ token: "live", title: "as it is", state: "in-session" });
  expect(home.get().map((item) => item.void)).toContain("token-revoked");
  expect(readLinks(storage).find(({ token }) => token === "live")?.title).toBe("as it is");
  home.forget(saved("away"));
  expect(home.get()).toHaveLength(2);
  expect(readLinks(storage)).toHaveLength(2);
});
