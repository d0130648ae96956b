import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type {
  BoothNotice,
  BoothView,
  ConsoleView,
  HandoverView,
  SeatState,
  SeatView,
} from "../../../client/index.ts";
import { channelInText, channelName } from "../interpretation/channel-name";
import type { BoothAction } from "./booth-keys";

/** What a line of the console is about; drawn as a colour, always beside words. */
export type BoothTone = "quiet" | "good" | "warn" | "danger";

// ---- Microphone ------------------------------------------------------------------------------------------

export interface MicrophoneWords {
  readonly tone: BoothTone;
  /** A word or two, large. */
  readonly state: string;
  /** Who hears it, or what to do first. */
  readonly detail: string;
}

/** The own microphone, as the server has it. */
export function microphoneWords(view: ConsoleView, i18n: I18n): MicrophoneWords {
  const output = view.me?.output ?? "";
  const language = channelInText(output, i18n);
  switch (view.microphone) {
    case "open":
      return view.rehearsal
        ? {
            tone: "danger",
            state: i18n._(msg`OPEN`),
            detail: i18n._(msg`Rehearsal: only the booth hears you.`),
          }
        : { tone: "danger", state: i18n._(msg`OPEN`), detail: i18n._(msg`You are on air in ${language}.`) };
    case "cough":
      return {
        tone: "warn",
        state: i18n._(msg`COUGH`),
        detail: i18n._(msg`Nobody hears you; the original is not raised.`),
      };
    case "armed":
      return {
        tone: "warn",
        state: i18n._(msg`ARMED`),
        detail: i18n._(msg`Your microphone is open here, and not heard yet.`),
      };
    case "lost":
      // Without a connection nobody knows: the media may have come back before it, or never have been away.
      return view.blocked === "disconnected"
        ? {
            tone: "danger",
            state: i18n._(msg`NO CONNECTION`),
            detail: i18n._(msg`You may still be heard. The cough key silences you here.`),
          }
        : {
            tone: "danger",
            state: i18n._(msg`NOT RECEIVED`),
            detail: i18n._(msg`The server does not get your sound: listeners hear the original.`),
          };
    case "closed":
      return { tone: "quiet", state: i18n._(msg`CLOSED`), detail: blockedWords(view, i18n) };
  }
}

/** Why the microphone cannot be opened now; what it would do where it can. */
function blockedWords(view: ConsoleView, i18n: I18n): string {
  // Of a colleague who is lost the same key takes the channel, whichever it is.
  const output = (lostHolder(view) && view.booth?.handover.takes) ?? view.me?.output ?? "";
  const language = channelInText(output, i18n);
  const channel = channelName(output, i18n);
  const holder = view.channels.find((one) => one.language === output)?.holderName ?? "";
  switch (view.blocked) {
    case "check":
      return i18n._(msg`Finish the check before the shift first.`);
    case "output":
      return i18n._(msg`Choose an output first.`);
    case "held":
      return holder
        ? i18n._(msg`${holder} is on air in ${language}: ask for the microphone.`)
        : i18n._(msg`${channel} is taken: ask for the microphone.`);
    case "disconnected":
      return i18n._(msg`The connection is lost; you come back in your seat, with the microphone closed.`);
    default:
      return i18n._(msg`Ready to work into ${language}.`);
  }
}

// ---- Hand-over -------------------------------------------------------------------------------------------

/** What one can do in a hand-over. */
export type HandoverStep = "offer" | "request" | "accept" | "decline" | "cancel" | "switch" | "take-over";

/** What a key does in a hand-over now; undefined: nothing. `lost`: who has the microphone is gone. */
export function handoverStep(
  key: "hand-over" | "accept" | "decline",
  handover: HandoverView,
  lost: boolean,
): HandoverStep | undefined {
  switch (key) {
    case "hand-over":
      if (lost && handover.mayTakeOver) return "take-over";
      return handover.mayOffer ? "offer" : handover.mayRequest ? "request" : undefined;
    case "accept":
      if (handover.mayAccept) return "accept";
      if (handover.maySwitch) return "switch";
      return lost && handover.mayTakeOver ? "take-over" : undefined;
    case "decline":
      return handover.mayDecline ? "decline" : handover.mayCancel ? "cancel" : undefined;
  }
}

/** The one thing to do next: what the large button of the panel does. */
export function nextStep(handover: HandoverView, lost: boolean): HandoverStep | undefined {
  return handoverStep("accept", handover, lost) ?? handoverStep("hand-over", handover, lost);
}

/** The seat that has a channel of the booth, and whose interpreter is gone: it may be taken at once. */
export function lostHolder({ booth, booths, channels, me }: ConsoleView): SeatView | undefined {
  const channel = channels.find(({ language }) => language === booth?.handover.takes);
  if (!channel?.holder || !booth?.handover.mayTakeOver || channel.holder === me?.participant)
    return undefined;
  const seats = [booth, ...booths].flatMap((one) => one.seats);
  const seat = seats.find(({ participant }) => participant === channel.holder);
  const gone = channel.state === "LOST" || seat?.state === "LOST" || seat?.state === "OFFLINE";
  return gone ? seat : undefined;
}

export function stepName(step: HandoverStep, i18n: I18n): string {
  const names: Readonly<Record<HandoverStep, string>> = {
    offer: i18n._(msg`Offer the microphone`),
    request: i18n._(msg`Ask for the microphone`),
    accept: i18n._(msg`Accept`),
    decline: i18n._(msg`Decline`),
    cancel: i18n._(msg({ message: "Call it off", context: "hand-over" })),
    switch: i18n._(msg`Switch now`),
    "take-over": i18n._(msg`Take over at once`),
  };
  return names[step];
}

/** Where a hand-over stands, in a sentence. `nameOf` gives names of participants; `lost` is who is gone. */
export function handoverWords(
  { handover, seats }: BoothView,
  nameOf: (id: string) => string,
  lost: string | undefined,
  i18n: I18n,
): string {
  const [from, to] = [nameOf(handover.from), nameOf(handover.to)];
  const me = seats.find((seat) => seat.isMe)?.participant;
  if (lost) return i18n._(msg`${lost} is lost: listeners hear the original. Take over.`);
  switch (handover.state) {
    case "IDLE":
      return i18n._(msg`No hand-over under way.`);
    case "OFFERED":
      return handover.to === me
        ? i18n._(msg`${from} offers you the microphone.`)
        : i18n._(msg`Offered to ${to}; waiting for an answer.`);
    case "REQUESTED":
      if (handover.from === me) return requestedOfMe(handover, to, i18n);
      return handover.to === me
        ? i18n._(msg`You have asked ${from} for the microphone.`)
        : i18n._(msg`${to} asks ${from} for the microphone.`);
    case "ARMED":
      if (handover.maySwitch) return i18n._(msg`${to} is ready: switch at a pause.`);
      return handover.to === me
        ? i18n._(msg`You are ready: ${from} switches at a pause.`)
        : i18n._(msg`${to} is ready: ${from} switches at a pause.`);
  }
}

function requestedOfMe({ when }: HandoverView, to: string, i18n: I18n): string {
  switch (when) {
    case "soon":
      return i18n._(msg`${to} asks for the microphone soon.`);
    case "at":
      return i18n._(msg`${to} asks for the microphone at the time shown.`);
    default:
      return i18n._(msg`${to} asks for the microphone now.`);
  }
}

// ---- Seats, relay, keys ----------------------------------------------------------------------------------

export function seatWords(state: SeatState, i18n: I18n): string {
  const words: Readonly<Record<SeatState, string>> = {
    OFFLINE: i18n._(msg({ message: "Offline", context: "seat" })),
    CHECKED: i18n._(msg({ message: "Checking", context: "seat" })),
    STANDBY: i18n._(msg({ message: "Standby", context: "seat" })),
    ARMED: i18n._(msg({ message: "Ready to take over", context: "seat" })),
    ON_AIR: i18n._(msg({ message: "On air", context: "seat" })),
    COUGH: i18n._(msg({ message: "Coughing", context: "seat" })),
    LOST: i18n._(msg({ message: "Lost", context: "seat" })),
  };
  return words[state];
}

export function seatTone(state: SeatState): BoothTone {
  if (state === "ON_AIR" || state === "LOST") return "danger";
  if (state === "ARMED" || state === "COUGH") return "warn";
  return state === "STANDBY" ? "good" : "quiet";
}

/** FLOOR, + (direct) or − (relay of a relay), as consoles show the way of a sound. */
export function hopsMark(hops: number): "FLOOR" | "+" | "−" {
  if (hops === 0) return "FLOOR";
  return hops === 1 ? "+" : "−";
}

export function actionName(action: BoothAction, i18n: I18n): string {
  const names: Readonly<Record<BoothAction, string>> = {
    microphone: i18n._(msg`Microphone open or closed`),
    cough: i18n._(msg`Cough, while held`),
    swap: i18n._(msg`Other output (A/B)`),
    floor: i18n._(msg`Listen to the floor`),
    "relay-a": i18n._(msg`Listen to relay a`),
    "relay-b": i18n._(msg`Listen to relay b`),
    "relay-c": i18n._(msg`Listen to relay c`),
    "hand-over": i18n._(msg`Offer or ask for the microphone`),
    accept: i18n._(msg`Accept, switch or take over`),
    decline: i18n._(msg`Decline or call off`),
    "slow-down": i18n._(msg`Ask the speaker to slow down`),
    "sound-inadequate": i18n._(msg`Sound inadequate`),
    clock: i18n._(msg`Stop the floor's clock, or let it run`),
    louder: i18n._(msg`Louder`),
    softer: i18n._(msg`Softer`),
    "partner-louder": i18n._(msg`Partner louder`),
    "partner-softer": i18n._(msg`Partner softer`),
    help: i18n._(msg`Keys and help`),
  };
  return names[action];
}

/** A key as it is written on the control. */
export function keyLabel(name: string, i18n: I18n): string {
  switch (name) {
    case "Space":
      return i18n._(msg({ message: "Space", context: "key" }));
    case "Enter":
      return i18n._(msg({ message: "Enter", context: "key" }));
    case "Escape":
      return i18n._(msg({ message: "Esc", context: "key" }));
    case "ArrowUp":
      return "↑";
    case "ArrowDown":
      return "↓";
    case "ArrowLeft":
      return "←";
    case "ArrowRight":
      return "→";
    default:
      return name;
  }
}

// ---- Notices ---------------------------------------------------------------------------------------------

export interface NoticeWords {
  readonly text: string;
  readonly urgent: boolean;
  /** A banner shows it: it is only said. */
  readonly said?: true;
}

/** What happened, for the booth; undefined where nothing need be said. */
export function boothNoticeWords(notice: BoothNotice, i18n: I18n): NoticeWords | undefined {
  const { name } = notice;
  const language = channelInText(notice.channel ?? "", i18n);
  const say = (text: string, urgent = false): NoticeWords => ({ text, urgent });
  switch (notice.notice) {
    case "interpreter-lost":
      return say(i18n._(msg`${name} is lost: nobody interprets into ${language}.`), true);
    case "interpreter-back":
      return say(i18n._(msg`${name} is back.`));
    case "pivot-lost":
      return say(i18n._(msg`Your relay is lost: you hear the floor.`), true);
    case "input-changed":
      return say(inputWords(notice.input ?? "floor", i18n));
    case "still-on-air":
      return say(i18n._(msg`You are still on air in ${language}.`), true);
    case "cough-limit":
      return say(
        i18n._(
          msg`The cough key was held too long: the microphone of ${name} is closed, and listeners hear the original.`,
        ),
        true,
      );
    case "two-microphones":
      return notice.on === false
        ? undefined
        : say(i18n._(msg`Two microphones are open in this booth.`), true);
    case "hand-over":
      return handoverNotice(notice, i18n);
    case "hand-over-due":
      return say(i18n._(msg`The time agreed for the hand-over has come.`), true);
    case "shift-amber":
      return say(i18n._(msg`One minute of this shift is left.`));
    case "shift-over":
      return say(i18n._(msg`This shift is over.`));
    case "slow-down":
      return say(i18n._(msg`The speaker was asked to slow down.`));
    case "sound-inadequate":
      return say(i18n._(msg`The speaker's sound was reported as inadequate.`));
    case "uninterpretable":
      return notice.on === false
        ? say(i18n._(msg`Interpretation into ${language} is possible again.`))
        : say(i18n._(msg`Reported: cannot be interpreted into ${language} now.`));
    case "talk-to-floor":
      return notice.on === false ? undefined : say(i18n._(msg`${name} speaks to the floor.`));
    case "technician-called":
      return say(i18n._(msg`${name} calls the technician.`));
    case "microphone-closed":
      return name
        ? say(i18n._(msg`${name} has taken over: your microphone is closed.`), true)
        : say(i18n._(msg`Your microphone has been closed: you are no longer on air in ${language}.`), true);
    case "seat-gone":
      return say(i18n._(msg`Your seat is gone; ask the organiser.`), true);
    case "seat-restored":
      return notice.on
        ? say(i18n._(msg`You are back in your seat, set up as before. Your microphone is closed.`), true)
        : say(
            i18n._(
              msg`You are back in your seat, not all of it as before: look it over. Your microphone is closed.`,
            ),
            true,
          );
  }
}

function inputWords(input: string, i18n: I18n): string {
  if (input === "floor") return i18n._(msg`You hear the floor.`);
  const language = channelInText(input, i18n);
  return i18n._(msg`You hear ${language}, by relay.`);
}

function handoverNotice({ why, name }: BoothNotice, i18n: I18n): NoticeWords | undefined {
  switch (why) {
    case "declined":
      return { text: i18n._(msg`The hand-over was declined.`), urgent: false };
    case "expired":
      return { text: i18n._(msg`The hand-over got no answer and is off.`), urgent: false };
    case "cancelled":
      return { text: i18n._(msg`The hand-over was called off.`), urgent: false };
    case "dropped":
      return { text: i18n._(msg`The hand-over is off: ${name} has left.`), urgent: false };
    default:
      return undefined;
  }
}

/** What everybody in the meeting is told: the speaker to slow down, whose sound is bad, what cannot be interpreted. */
export function roomNoticeWords(
  notice: BoothNotice,
  me: string | undefined,
  i18n: I18n,
): NoticeWords | undefined {
  const { name } = notice;
  const mine = notice.participant !== undefined && notice.participant === me;
  const language = channelInText(notice.channel ?? "", i18n);
  switch (notice.notice) {
    case "slow-down":
      return { text: i18n._(msg`The interpreters ask you to speak more slowly.`), urgent: true };
    case "sound-inadequate":
      // What the speaker can do about it stays on the screen, see SoundCall.tsx.
      if (mine)
        return { text: i18n._(msg`The interpreters cannot hear you well.`), urgent: false, said: true };
      return name
        ? { text: i18n._(msg`The interpreters cannot hear ${name} well.`), urgent: false }
        : { text: i18n._(msg`The interpreters cannot hear the floor well.`), urgent: false };
    case "uninterpretable":
      return notice.on === false
        ? { text: i18n._(msg`Interpretation into ${language} is possible again.`), urgent: false }
        : { text: i18n._(msg`Cannot be interpreted into ${language} now: the sound is bad.`), urgent: true };
    case "interpreter-lost":
      return { text: i18n._(msg`The interpreter into ${language} is lost.`), urgent: false };
    default:
      return undefined;
  }
}
