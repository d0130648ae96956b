import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Elena Robles Ibarra", "EI"],
  ["Madonna", "M"],
  ["  (Dr.) Ana  Paz ", "DP"],
  ["ليلى بن حدّو", "لح"],
  ["", ""],
  ["—", ""],
])("the initials of “%s” are “%s”", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
