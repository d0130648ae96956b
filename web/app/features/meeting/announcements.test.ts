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
