import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { IconName } from "../../design/icons";

/** How an ending is told: what is the case, what to do, and what the button that tries again says. */
export interface EndingText {
  readonly icon: IconName;
  readonly tone: "info" | "good" | "warn";
  readonly title: MessageDescriptor;
  readonly what: MessageDescriptor;
  readonly advice: MessageDescriptor;
  readonly again?: MessageDescriptor;
}

const askForLink = msg`Ask the person who invited you for a new link.`;
const wrongLink: EndingText = {
  icon: "link",
  tone: "warn",
  title: msg`This link does not work`,
  what: msg`The invitation in this link is not known here. Often a part of the link was lost when it was copied or when a message was cut into lines.`,
  advice: msg`Open the link from the original message again, whole. If that does not help, ask the person who invited you for a new one.`,
};

const texts: Readonly<Record<string, EndingText>> = {
  ended: {
    icon: "check",
    tone: "good",
    title: msg`The meeting has ended`,
    what: msg`The chair has closed the meeting for everybody. Your microphone and camera are off.`,
    advice: msg`You can close this page.`,
  },
  cancelled: {
    icon: "close",
    tone: "warn",
    title: msg`The meeting is cancelled`,
    what: msg`It does not take place at the time that was set.`,
    advice: msg`If it is held after all, the same link works again. The organiser can tell you.`,
  },
  left: {
    icon: "door",
    tone: "info",
    title: msg`You have left the meeting`,
    what: msg`Your microphone and camera are off. The meeting goes on without you.`,
    advice: msg`As long as the meeting lasts you can come back with the same link.`,
    again: msg`Return to the meeting`,
  },
  removed: {
    icon: "remove",
    tone: "warn",
    title: msg`You were removed from the meeting`,
    what: msg`The chair or the organiser has taken you out of the meeting. Your invitation is no longer valid for it.`,
    advice: msg`If you think that this is a mistake, speak to the person who invited you.`,
  },
  refused: {
    icon: "door",
    tone: "warn",
    title: msg`You were not admitted`,
    what: msg`The chair has not let you in from the lobby.`,
    advice: msg`If you think that this is a mistake, speak to the person who invited you.`,
  },
  replaced: {
    icon: "people",
    tone: "info",
    title: msg`You continue in another window`,
    what: msg`This invitation was opened in another window or on another device, and the meeting goes on there. One invitation is for one place.`,
    advice: msg`If it was not you, tell the person who invited you: somebody else has your link.`,
    again: msg`Continue here instead`,
  },
  "token-unknown": wrongLink,
  "token-missing": wrongLink,
  "link-incomplete": wrongLink,
  "token-expired": {
    icon: "clock",
    tone: "warn",
    title: msg`This invitation has expired`,
    what: msg`The link was valid until some time after the meeting's date.`,
    advice: askForLink,
  },
  "token-revoked": {
    icon: "lock",
    tone: "warn",
    title: msg`This invitation was withdrawn`,
    what: msg`The organiser has withdrawn it; it does not open the meeting any more.`,
    advice: askForLink,
  },
  "token-other-meeting": {
    icon: "link",
    tone: "warn",
    title: msg`This link belongs to another meeting`,
    what: msg`The address names one meeting and the invitation another. Two links may have been mixed up.`,
    advice: msg`Open the link from the invitation to this meeting, whole. If that does not help, ask for a new one.`,
  },
  "page-unknown": {
    icon: "link",
    tone: "warn",
    title: msg`There is no such page`,
    what: msg`The address leads to nothing on this server.`,
    advice: msg`Open the link from your invitation, whole.`,
  },
  "meeting-unknown": {
    icon: "link",
    tone: "warn",
    title: msg`There is no such meeting`,
    what: msg`The meeting in this link does not exist on this server.`,
    advice: msg`Check that the link is whole, or ask the person who invited you for a new one.`,
  },
  "meeting-full": {
    icon: "people",
    tone: "warn",
    title: msg`The meeting is full`,
    what: msg`As many people as it can take are in the meeting.`,
    advice: msg`Try again in a few minutes, or tell the organiser that you are waiting.`,
    again: msg`Try again`,
  },
  "meeting-locked": {
    icon: "lock",
    tone: "warn",
    title: msg`The meeting is locked`,
    what: msg`The chair has closed the door: nobody new can enter for now.`,
    advice: msg`Ask the organiser or a member of your delegation who is inside to have it opened, and try again.`,
    again: msg`Try again`,
  },
  "lobby-shut": {
    icon: "clock",
    tone: "info",
    title: msg`The lobby is not open yet`,
    what: msg`It opens some time before the meeting begins.`,
    advice: msg`Come back with the same link: its page says when.`,
    again: msg`Try again`,
  },
  "session-kept": {
    icon: "people",
    tone: "warn",
    title: msg`The place is taken`,
    what: msg`This invitation is in use in another window or on another device, and whoever is there wants to stay.`,
    advice: msg`If it is you, leave the meeting there. If not, tell the person who invited you: somebody else has your link.`,
    again: msg`Try again`,
  },
  "token-replaced": {
    icon: "lock",
    tone: "warn",
    title: msg`There is a newer link`,
    what: msg`A new link was made for this invitation, and this one does not work any more.`,
    advice: msg`Look for a later message with the new link, or ask the person who invited you.`,
  },
  "not-recorded": {
    icon: "warning",
    tone: "warn",
    title: msg`Nobody new can come in for now`,
    what: msg`The server cannot write to its disk, so it cannot record who enters. Those who are in the meeting go on.`,
    advice: msg`Tell the organiser, and try again in a minute.`,
    again: msg`Try again`,
  },
  unreachable: {
    icon: "warning",
    tone: "warn",
    title: msg`The server cannot be reached`,
    what: msg`There is no answer from the server. Your network may be down, or the server may be restarting.`,
    advice: msg`Check your connection and try again. If others have the same trouble, tell the organiser.`,
    again: msg`Try again`,
  },
  "too-slow": {
    icon: "warning",
    tone: "warn",
    title: msg`Your connection could not keep up`,
    what: msg`The server had to close the connection because your device took too long to receive.`,
    advice: msg`Close other programs and pages that use the network, and return.`,
    again: msg`Return to the meeting`,
  },
  "version-unsupported": {
    icon: "info",
    tone: "warn",
    title: msg`This page is out of date`,
    what: msg`The server was renewed while this page was open.`,
    advice: msg`Load the page again.`,
    again: msg`Load again`,
  },
};

const unknown: EndingText = {
  icon: "warning",
  tone: "warn",
  title: msg`The connection was ended`,
  what: msg`Something happened that this page has no words for.`,
  advice: msg`Try again. If it happens again, tell the organiser the text below.`,
  again: msg`Try again`,
};

// Codes that mean the same to a person.
const aliases: Readonly<Record<string, string>> = {
  "token-foreign": "token-other-meeting",
  "wrong-meeting": "token-other-meeting",
  "meeting-not-found": "meeting-unknown",
  "not-found": "meeting-unknown",
  "http-404": "meeting-unknown",
  "http-401": "token-unknown",
  "http-502": "unreachable",
  "http-503": "unreachable",
  "http-504": "unreachable",
  "meeting-ended": "ended",
  "meeting-cancelled": "cancelled",
  "participant-removed": "removed",
  "admission-refused": "refused",
  "protocol-version": "version-unsupported",
};

/** The name of an ending by its code or another name for the same. */
export function endingName(code: string): string {
  return Object.hasOwn(aliases, code) ? (aliases[code] ?? code) : code;
}

/** What to say of an ending's code; `known` is false where only the server's own words tell more. */
export function endingText(code: string): { text: EndingText; known: boolean } {
  const name = endingName(code);
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  return text ? { text, known: true } : { text: unknown, known: false };
}
