import { expect, test } from "vitest";
import { regimeCommand, regimeTargets } from "./regime.ts";

const regime = {
  applies: { regime: "chatham-house" as const },
  meeting: { regime: "background" as const, label: "an official" },
  items: [{ item: "a2", regime: "chatham-house" as const }],
  next: [{ participant: "ana", regime: "off-the-record" as const }],
};

test("the chair sets it for the meeting, the item and the own turn; a delegate for the own turn", () => {
  expect(regimeTargets({ regime }, { id: "chair", role: "chair" }, "a2")).toEqual([
    { of: "meeting", id: "", now: { regime: "background", label: "an official" } },
    { of: "item", id: "a2", now: { regime: "chatham-house" } },
    { of: "turn", id: "chair", now: { regime: "chatham-house" } },
  ]);
  expect(regimeTargets({ regime }, { id: "ana", role: "delegate" }, "a2")).toEqual([
    { of: "turn", id: "ana", now: { regime: "off-the-record" } },
  ]);
  expect(regimeTargets({ regime }, { id: "olga", role: "observer" }, "a2")).toEqual([]);
});

test("where nothing was said about it all is on the record", () => {
  expect(
    regimeTargets({}, { id: "chair", role: "organiser" }, undefined).map(({ now }) => now.regime),
  ).toEqual(["on-the-record", "on-the-record"]);
});

test("the label goes with background only", () => {
  const target = { of: "item" as const, id: "a1", now: { regime: "on-the-record" as const } };
  expect(regimeCommand(target, { regime: "background", label: " a diplomat " })).toEqual({
    type: "set-regime",
    item: "a1",
    regime: "background",
    label: "a diplomat",
  });
  expect(
    regimeCommand({ ...target, of: "turn", id: "ana" }, { regime: "off-the-record", label: "x" }),
  ).toEqual({
    type: "set-regime",
    speaker: "ana",
    regime: "off-the-record",
  });
});
