import { describe, expect, test } from "vitest";
import {
  atStart,
  formatDateTime,
  formatDateTimeWithin,
  formatDay,
  formatHere,
  formatShortDay,
  languageName,
} from "./format";

const noon = "2021-05-07T17:00:00Z";

describe("the hour of a meeting", () => {
  test("begins with a large letter, in each script that has one", () => {
    expect(formatDateTime(noon, "es", "America/Mexico_City")).toMatch(/^Viernes, 7 de mayo de 2021/);
    expect(formatDateTime(noon, "fr", "America/Mexico_City")).toMatch(/^Vendredi 7 mai 2021/);
    expect(formatDateTime(noon, "ar", "America/Mexico_City")).toMatch(/^الجمعة/);
  });

  test("within a sentence is as the language writes it there", () => {
    expect(formatDateTimeWithin(noon, "es", "America/Mexico_City")).toMatch(/^viernes, 7 de mayo de 2021/);
    expect(formatDateTimeWithin(noon, "fr", "America/Mexico_City")).toMatch(/^vendredi 7 mai 2021/);
    expect(formatDateTimeWithin(noon, "en", "America/Mexico_City")).toMatch(/^Friday/);
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

test("the first of a month is an ordinal in French, and nowhere else", () => {
  expect(formatDay("2021-06-01", "fr")).toBe("Mardi 1er juin 2021");
  expect(formatShortDay("2021-06-01", "fr")).toBe("mar. 1er juin");
  expect(formatDay("2021-06-11", "fr")).toBe("Vendredi 11 juin 2021");
  expect(formatDay("2021-06-01", "es")).toBe("Martes, 1 de junio de 2021");
});
