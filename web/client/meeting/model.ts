// The meeting's stores, and the events that a change amounts to.

import type { Environment } from "../environment.ts";
import type {
  ClientEvent,
  MeetingView,
  ParticipantView,
  ReactionView,
  RecorderView,
  SpeakersView,
} from "../model.ts";
import type { Meeting, Reaction, ServerMessage, Speaker, Welcome } from "../protocol.ts";
import { Scope } from "../scope.ts";
import { createStore, type Signal } from "../store.ts";
import { EMPTY, EMPTY_VIEW, type MeetingState, reduce, viewOf } from "./state.ts";

/** How long a reaction stays, ms. */
export const REACTION_MS = 4000;
/** Reactions shown at once: more are noise, and a flood must not fill the page. */
const MAX_REACTIONS = 24;
/** dBov below full scale that count as silence, and the range up to a loud voice. */
const SILENCE_DBOV = 70;
const LOUD_RANGE_DB = 50;

export class MeetingModel {
  readonly view = createStore<MeetingView>(EMPTY_VIEW);
  readonly speakers = createStore<SpeakersView>(new Map());
  readonly reactions = createStore<readonly ReactionView[]>([]);
  readonly recorder = createStore<RecorderView | undefined>(undefined);

  readonly #env: Environment;
  readonly #events: Signal<ClientEvent>;
  readonly #scope = new Scope();
  #state: MeetingState = EMPTY;
  #reactionKey = 0;
  /** Who was here before the connection was lost: their return after it is no news. */
  #known = new Set<string>();
  #toldRecorded = false;

  constructor(env: Environment, events: Signal<ClientEvent>) {
    this.#env = env;
    this.#events = events;
  }

  get state(): MeetingState {
    return this.#state;
  }

  /** What the invitation tells of the meeting before joining. */
  preview(meeting: Meeting): void {
    if (this.#state.meeting !== undefined) return;
    this.#apply({ ...this.#state, meeting });
  }

  welcome(welcome: Welcome): void {
    const wasIn = this.#state.me === welcome.me ? this.#known : [];
    this.#known = new Set([...wasIn, ...(welcome.participants ?? []).map(({ id }) => id)]);
    this.#apply(reduce(this.#state, welcome, this.#env.clock.now()));
    this.speakers.set(new Map());
    if (welcome.admission === "admitted") this.#recording();
  }

  handle(message: ServerMessage): void {
    const before = this.view.get();
    this.#apply(reduce(this.#state, message, this.#env.clock.now()));
    this.#tell(message, before);
  }

  /** Everything that holds only while the session lives. */
  reset(): void {
    this.speakers.set(new Map());
    this.reactions.set([]);
  }

  dispose(): void {
    this.#scope.end();
  }

  #apply(state: MeetingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.view.set(viewOf(state, this.view.get()));
  }

  #tell(message: ServerMessage, before: MeetingView): void {
    const after = this.view.get();
    switch (message.type) {
      case "participant":
        return this.#participant(
          before.byId.get(message.participant.id),
          after.byId.get(message.participant.id),
        );
      case "participant-left": {
        const participant = before.byId.get(message.participant);
        this.#known.delete(message.participant);
        if (participant) this.#events.emit({ type: "left", participant, reason: message.reason });
        return this.#forgetSpeaker(message.participant);
      }
      case "lobby":
        return this.#knocks(before, after);
      case "meeting":
        return after.me === undefined ? undefined : this.#recording();
      case "recorder": {
        const { files, bytes, lostMs, speech } = message;
        return this.recorder.set({
          files,
          bytes,
          lostMs,
          ...(speech ? { speech: { ...speech, down: speech.down ?? false } } : {}),
        });
      }
      case "floor":
        return this.#floor(before, after);
      case "agenda":
        return this.#agendaMoved(message.agenda.current);
      case "speakers":
        return this.speakers.set(loudness(message.speakers ?? []));
      case "text-news": {
        const { kind, text, title, titles, number = "", delegation, byName = "" } = message;
        const name = after.meeting?.delegations.find(({ id }) => id === delegation)?.name ?? byName;
        const named = { title, ...(titles ? { titles } : {}) };
        return this.#events.emit({ type: "text-news", kind, text, ...named, number, name });
      }
      case "reaction":
        return this.#react(message.participant, message.reaction);
      case "mute":
        return this.#events.emit({ type: "muted-by", name: after.byId.get(message.by)?.name ?? "" });
      default:
        return;
    }
  }

  #participant(before: ParticipantView | undefined, after: ParticipantView | undefined): void {
    if (after === undefined || after.isMe) return;
    if (!this.#known.has(after.id)) this.#events.emit({ type: "joined", participant: after });
    this.#known.add(after.id);
    if (before?.handSince === undefined && after.handSince !== undefined) {
      this.#events.emit({ type: "hand-raised", participant: after });
    }
  }

  #forgetSpeaker(participant: string): void {
    if (!this.speakers.get().has(participant)) return;
    this.speakers.set(new Map([...this.speakers.get()].filter(([id]) => id !== participant)));
  }

  #knocks(before: MeetingView, after: MeetingView): void {
    const known = new Set(before.lobby.map(({ id }) => id));
    for (const participant of after.lobby) {
      if (!known.has(participant.id)) this.#events.emit({ type: "knocked", participant });
    }
  }

  #floor(before: MeetingView, after: MeetingView): void {
    const holder = after.floor.holder;
    if (holder?.id === before.floor.holder?.id) return;
    this.#events.emit(holder ? { type: "floor-given", participant: holder } : { type: "floor-opened" });
  }

  /** Says whether the sound is recorded, once: also to who comes in when it is. */
  #recording(): void {
    const on = this.#state.meeting?.soundRecording !== undefined;
    if (on === this.#toldRecorded) return;
    this.#toldRecorded = on;
    if (!on) this.recorder.set(undefined);
    this.#events.emit({ type: "recording", on });
  }

  #agendaMoved(current: string): void {
    const points = this.#state.meeting?.agenda ?? [];
    const index = points.findIndex(({ id }) => id === current);
    const point = points[index];
    const titles = point?.titles;
    this.#events.emit({
      type: "agenda-moved",
      ...(point === undefined
        ? {}
        : { point: { number: index + 1, title: point.title, ...(titles ? { titles } : {}) } }),
    });
  }

  #react(participant: string, reaction: Reaction): void {
    const name = this.view.get().byId.get(participant)?.name ?? "";
    const one: ReactionView = { key: ++this.#reactionKey, participant, name, reaction };
    this.reactions.set([...this.reactions.get(), one].slice(-MAX_REACTIONS));
    this.#events.emit({ type: "reaction", reaction: one });
    this.#scope.add(
      this.#env.clock.after(REACTION_MS, () => {
        this.reactions.set(this.reactions.get().filter(({ key }) => key !== one.key));
      }),
    );
  }
}

function loudness(speakers: readonly Speaker[]): SpeakersView {
  return new Map(
    speakers.map(({ participant, level }) => [
      participant,
      Math.min(1, Math.max(0, (SILENCE_DBOV - level) / LOUD_RANGE_DB)),
    ]),
  );
}
