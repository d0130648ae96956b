import { expect, test } from "vitest";
import type { ParticipantView, Permissions } from "../../../client/index.ts";
import { EMPTY_VIEW } from "../../../client/meeting/state.ts";
import { unheard } from "./unheard";

const holder = { id: "a", name: "Ana" } as ParticipantView;
const open = { on: true, live: true };
const view = (may: Partial<Permissions>, floor = {}, me: Partial<ParticipantView> = {}) => ({
  may: { ...EMPTY_VIEW.may, publish: true, heard: false, ...may },
  floor,
  me: me as ParticipantView,
});

test("an open microphone is not heard while another has the floor", () => {
  expect(unheard(view({}, { holder }), open)).toEqual({ holder: "Ana", asked: false });
  expect(unheard(view({}, { holder }, { handSince: 1 }), open)).toEqual({ holder: "Ana", asked: true });
});

test.each([
  ["the floor is open or one's own", view({ heard: true }, { holder }), open],
  ["the microphone is off", view({}, { holder }), { on: false, live: true }],
  ["the microphone does not work", view({}, { holder }), { on: true, live: false }],
  ["one only listens", view({ publish: false }, { holder }), open],
  ["the connection has only begun", view({}), open],
])("nothing is said where %s", (_, state, microphone) => {
  expect(unheard(state, microphone)).toBeUndefined();
});
