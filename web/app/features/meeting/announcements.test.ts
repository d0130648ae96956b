import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import type { ClientEvent } from "../../../client/index.ts";
import { cast } from "../../gallery/people";
import { messages } from "../../locales/en/messages.po";
import { announce } from "./announcements";

const i18n = setupI18n({ locale: "en", messages: { en: messages } });
const [person] = cast(1, -1);

test("who waits in the lobby can be admitted from the notice", () => {
  if (!person) throw new Error("no cast");
  const event: ClientEvent = { type: "knocked", participant: person };
  expect(announce(event, i18n)).toEqual({
    text: `${person.name} is waiting in the lobby`,
    urgent: false,
    notice: "info",
    waits: person.id,
  });
});

test("what becomes of a text is said, and the text can be opened", () => {
  const about = {
    type: "text-news",
    text: "t1",
    title: "T",
    titles: { en: "Statement" },
    number: "2 bis",
    name: "México",
  } as const;
  const said = (["proposed", "assented", "objected", "adopted"] as const).map((kind) =>
    announce({ ...about, kind }, i18n),
  );
  expect(said.map((one) => one?.text)).toEqual([
    "México proposes paragraph 2 bis of “Statement”",
    "México has assented to “Statement”",
    "México has broken the silence: “Statement” is not adopted",
    "“Statement” is adopted",
  ]);
  expect(said.every((one) => one?.opens === "t1" && one.notice !== undefined && !one.urgent)).toBe(true);
});

test("what the administration does to a text is said in whole sentences, without a name", () => {
  const about = { type: "text-news", text: "t1", title: "Statement", number: "1", name: "" } as const;
  const said = (["proposed", "assented", "objected"] as const).map((kind) =>
    announce({ ...about, kind }, i18n),
  );
  expect(said.map((one) => one?.text)).toEqual([
    "Paragraph 1 of “Statement” is proposed",
    "Assent has been given to “Statement”",
    "The silence is broken: “Statement” is not adopted",
  ]);
});
