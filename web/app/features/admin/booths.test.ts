import { expect, test } from "vitest";
import { anotherBooth, boothFault, draftsOf, setupOf } from "./booths";

const languages = ["es", "en", "fr"];
const first = anotherBooth([], languages);

test("the first booth is for the first two languages, the next for one without", () => {
  expect(first).toMatchObject({ outputA: "es", outputB: "en", seats: 2, policy: "consent" });
  expect(anotherBooth([first], languages)).toMatchObject({ key: 2, outputA: "fr", outputB: "" });
});

test("what a booth cannot be is told", () => {
  expect(boothFault(first, languages)).toBeUndefined();
  expect(boothFault({ ...first, outputB: "es" }, languages)).toBe("same-outputs");
  expect(boothFault({ ...first, outputB: "pt" }, languages)).toBe("not-of-meeting");
  expect(boothFault({ ...first, outputA: "", outputB: "" }, languages)).toBe("not-of-meeting");
  expect(boothFault({ ...first, kind: "sign", outputA: "mfs", outputB: "" }, languages)).toBeUndefined();
});

test("what is set up comes back as it was, with its id", () => {
  const setup = setupOf([{ ...first, name: " Bilateral " }]);
  expect(setup).toEqual([
    { name: "Bilateral", kind: "voice", outputs: ["es", "en"], seats: 2, policy: "consent" },
  ]);
  const again = draftsOf([{ outputs: [], seats: 0, ...setup[0], id: "b1" }]);
  expect(setupOf(again)).toEqual([{ ...setup[0], id: "b1" }]);
});
