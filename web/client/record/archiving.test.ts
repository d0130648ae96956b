import { expect, test } from "vitest";
import { type Archive, createArchiving, type Seal, verification } from "./archiving.ts";

const seal = { number: 2, key: "cumbre+1+A" } as Seal;
const archive = { seals: [], key: "cumbre+2+B", maySeal: true } as unknown as Archive;

test("an archive is sealed, and downloaded by an address with a ticket that is asked for then", async () => {
  const calls: string[] = [];
  const shown: boolean[] = [];
  const call = async (method: string, path: string) => {
    calls.push(`${method} ${path}`);
    shown.push(archiving.view.get().sealing);
    return { ...archive, seals: [seal], ticket: `archive.${calls.length}.m+c` };
  };
  const archiving = createArchiving("m/1", "t", call as never);
  await archiving.read();
  await archiving.seal();
  expect(archiving.view.get()).toMatchObject({ sealing: false, archive: { seals: [seal] } });
  expect(await archiving.address()).toBe("/api/v1/meetings/m%2F1/archive?ticket=archive.3.m%2Bc");
  expect(calls).toEqual([
    "GET /meetings/m%2F1/archive/seals",
    "POST /meetings/m%2F1/archive",
    "GET /meetings/m%2F1/archive/seals",
  ]);
  expect(shown).toEqual([false, true, false]);
});

test("what is refused leaves what is there", async () => {
  const archiving = createArchiving("m1", "t", () => Promise.reject(new Error("archive-busy")));
  await expect(archiving.seal()).rejects.toThrow("archive-busy");
  expect(archiving.view.get()).toEqual({ sealing: false });
});

test("others verify with the key that the archive was sealed with, which may not be the present one", () => {
  expect(verification("m1", { ...archive, seals: [seal] })).toBe(
    "cumbre verify --key cumbre+1+A m1-2.cumbre",
  );
  expect(verification("m1", archive)).toBe("cumbre verify --key cumbre+2+B m1-1.cumbre");
});
