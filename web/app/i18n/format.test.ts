import { describe, expect, test } from "vitest";
import { atStart, formatDateTime, formatHere, languageName } from "./format";

const noon = "2021-05-07T17:00:00Z";

describe("the hour of a meeting", () => {
  test("begins with a large letter, in each script that has one", () => {
    expect(formatDateTime(noon, "es", "America/Mexico_City")).toMatch(/^Viernes, 7 de mayo de 2021/);
    expect(formatDateTime(noon, "fr", "America/Mexico_City")).toMatch(/^Vendredi 7 mai 2021/);
    expect(formatDateTime(noon, "ar", "America/Mexico_City")).toMatch(/^الجمعة/);
  });

  test("is given without the day where the reader's is the same", () => {
    const here = formatHere(noon, "en", Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(here).not.toMatch(/Friday/);
    expect(here).toMatch(/\d:00/);
  });

  test("is given with the day where the reader has another", () => {
    const zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"]; // 25 hours apart: one of them has another day
    expect(zones.some((zone) => formatHere(noon, "en", zone).includes("2021"))).toBe(true);
  });

  test("of what is no time is nothing", () => {
    expect(formatDateTime("soon", "en")).toBe("");
    expect(formatHere("soon", "en", undefined)).toBe("");
  });
});

test("a language within a sentence is written small where the reader's language does so", () => {
  expect(languageName("en", "es")).toBe("inglés");
  expect(languageName("en", "fr")).toBe("anglais");
  expect(languageName("es", "en")).toBe("Spanish");
  expect(atStart(languageName("en", "es"), "es")).toBe("Inglés");
});
