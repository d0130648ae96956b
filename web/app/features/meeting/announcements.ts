import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { AgendaPoint, ClientEvent } from "../../../client/index.ts";
import { titleIn } from "../../i18n/titles";

/** What to say of an event. */
export interface Announcement {
  readonly text: string;
  /** Interrupts a screen reader: what changes one's own state. */
  readonly urgent: boolean;
  /** Also shown as a notice for some seconds. */
  readonly notice?: "info" | "good" | "warn" | "floor";
  /** The participant in the lobby whom it is about: who may admit them can do so from the notice. */
  readonly waits?: string;
  /** The text that it is about, which can be opened from the notice. Of such notices the last one alone is shown. */
  readonly opens?: string;
}

const polite = (text: string, notice?: Announcement["notice"]): Announcement => ({
  text,
  urgent: false,
  ...(notice ? { notice } : {}),
});
const urgent = (text: string, notice: NonNullable<Announcement["notice"]>): Announcement => ({
  text,
  urgent: true,
  notice,
});

/** The words for an event in the reader's language; undefined where nothing need be said. */
export function announce(event: ClientEvent, i18n: I18n): Announcement | undefined {
  const name = nameIn(event);
  switch (event.type) {
    case "joined":
      return polite(i18n._(msg`${name} has joined`));
    case "left":
      return announceLeft(event.participant.name, event.reason, i18n);
    case "knocked":
      return {
        ...polite(i18n._(msg`${name} is waiting in the lobby`), "info"),
        waits: event.participant.id,
      };
    case "admitted":
      return polite(i18n._(msg`You have been admitted`), "good");
    case "muted-by":
      return urgent(i18n._(msg`${name} has turned your microphone off`), "warn");
    case "hand-raised":
      return event.participant.isMe ? undefined : polite(i18n._(msg`${name} has raised a hand`));
    case "floor-given":
      return event.participant.isMe
        ? urgent(i18n._(msg`You have the floor`), "floor")
        : polite(i18n._(msg`${name} has the floor`));
    case "point-raised":
      return event.mine
        ? urgent(i18n._(msg`${name} raises a point of order`), "warn")
        : polite(i18n._(msg`${name} raises a point of order`));
    case "speaking-time":
      return announceTime(event, i18n);
    case "floor-opened":
      return polite(i18n._(msg`The floor is open`));
    case "agenda-moved":
      return polite(announceAgenda(event.point, i18n));
    case "recording":
      return event.on
        ? urgent(i18n._(msg`The sound of this meeting is being recorded`), "warn")
        : polite(i18n._(msg`The sound is no longer recorded`), "info");
    case "text-news":
      return announceText(event, i18n);
    case "chat":
      return event.message.mine ? undefined : announceChat(event, i18n);
    case "reaction":
      return undefined;
    case "device-lost":
      return announceDevice(event, i18n);
    case "screen-ended":
      return polite(i18n._(msg`Your screen is no longer shared`), "info");
    case "speaker-failed":
      return urgent(
        i18n._(
          msg`The loudspeaker that you chose does not answer. You hear on as before; choose another one.`,
        ),
        "warn",
      );
    case "sound-simplified":
      return polite(
        i18n._(msg`The browser's sound processing failed and was replaced. Loud sounds are still limited.`),
        "warn",
      );
    case "take-over-asked":
      return undefined; // TakeOver asks
    case "reconnected":
      return event.silenced
        ? urgent(
            i18n._(
              msg`You were away for more than a minute. Your microphone and camera have been turned off.`,
            ),
            "warn",
          )
        : polite(i18n._(msg`The connection is back`), "good");
    case "refused":
      return polite(i18n._(msg`That was too often in a short time. Please wait a moment.`), "warn");
  }
}

function announceAgenda(point: AgendaPoint | undefined, i18n: I18n): string {
  if (point === undefined) return i18n._(msg`The meeting is at no point of the agenda`);
  const number = i18n.number(point.number);
  const title = titleIn(point, i18n.locale);
  return i18n._(msg`The meeting is at point ${number}: ${title}`);
}

function announceText(event: Extract<ClientEvent, { type: "text-news" }>, i18n: I18n): Announcement {
  const { name, number, text } = event;
  const title = titleIn(event, i18n.locale);
  const about = (said: Announcement): Announcement => ({ ...said, opens: text });
  switch (event.kind) {
    case "proposed":
      return about(
        polite(
          name
            ? i18n._(msg`${name} proposes paragraph ${number} of “${title}”`)
            : i18n._(msg`Paragraph ${number} of “${title}” is proposed`),
          "info",
        ),
      );
    case "assented":
      return about(
        polite(
          name
            ? i18n._(msg`${name} has assented to “${title}”`)
            : i18n._(msg`Assent has been given to “${title}”`),
          "info",
        ),
      );
    case "objected":
      return about(
        polite(
          name
            ? i18n._(msg`${name} has broken the silence: “${title}” is not adopted`)
            : i18n._(msg`The silence is broken: “${title}” is not adopted`),
          "warn",
        ),
      );
    case "adopted":
      return about(polite(i18n._(msg`“${title}” is adopted`), "good"));
  }
}

function announceTime(event: Extract<ClientEvent, { type: "speaking-time" }>, i18n: I18n): Announcement {
  const { name, over, mine, preside } = event;
  const text = mine
    ? over
      ? i18n._(msg`Your speaking time is over`)
      : i18n._(msg`Your speaking time is nearly over`)
    : over
      ? i18n._(msg`The speaking time of ${name} is over`)
      : i18n._(msg`The speaking time of ${name} is nearly over`);
  return polite(text, mine || preside ? "warn" : undefined);
}

function nameIn(event: ClientEvent): string {
  if ("participant" in event) return event.participant.name;
  return "name" in event ? event.name : "";
}

function announceLeft(
  name: string,
  reason: "left" | "lost" | "removed" | "refused",
  i18n: I18n,
): Announcement | undefined {
  switch (reason) {
    case "left":
      return polite(i18n._(msg`${name} has left`));
    case "lost":
      return polite(i18n._(msg`${name} has lost the connection`));
    case "removed":
      return polite(i18n._(msg`${name} was removed from the meeting`));
    case "refused":
      return undefined;
  }
}

function announceChat(event: Extract<ClientEvent, { type: "chat" }>, i18n: I18n): Announcement {
  const name = event.message.fromName;
  const { text } = event.message;
  switch (event.message.to) {
    case "everyone":
      return polite(i18n._(msg`${name} to everyone: ${text}`));
    case "delegation":
      return polite(i18n._(msg`${name} to the delegation: ${text}`));
    case "participant":
      return polite(i18n._(msg`${name} to you alone: ${text}`), "info");
    case "booth":
      return polite(i18n._(msg`${name} to the booth: ${text}`));
  }
}

function announceDevice(event: Extract<ClientEvent, { type: "device-lost" }>, i18n: I18n): Announcement {
  const device = event.replacedBy;
  if (event.device === "microphone") {
    return device
      ? urgent(i18n._(msg`Your microphone was disconnected. In use now: ${device}`), "warn")
      : urgent(i18n._(msg`Your microphone was disconnected. You go on without it.`), "warn");
  }
  return device
    ? urgent(i18n._(msg`Your camera was disconnected. In use now: ${device}`), "warn")
    : urgent(i18n._(msg`Your camera was disconnected. You go on without it.`), "warn");
}
