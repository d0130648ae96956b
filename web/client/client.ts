// The client's composition root: joins session, media, devices and models. Each part knows only its own; what one
// does on account of another is written here.

import { createCall, fetchFile } from "./api.ts";
import { OwnDevices } from "./devices/devices.ts";
import { SourceReports } from "./devices/report.ts";
import type { Environment } from "./environment.ts";
import { BoothMedia } from "./interpretation/booth-media.ts";
import { Hearing } from "./interpretation/hearing.ts";
import { type InterpretationContext, InterpretationModel } from "./interpretation/interpretation.ts";
import { MediaConnection } from "./media/connection.ts";
import type { SendUse } from "./media/lines.ts";
import { PictureTiles } from "./media/pictures.ts";
import {
  EMPTY_QUALITY,
  qualityBetween,
  STATS_INTERVAL_MS,
  type StatsSnapshot,
  snapshot,
} from "./media/quality.ts";
import { SlotRegistry } from "./media/slots.ts";
import { SoundOutput } from "./media/sound.ts";
import { AgendaModel } from "./meeting/agenda.ts";
import type { AgendaFacts } from "./meeting/agenda-view.ts";
import { ChatModel } from "./meeting/chat.ts";
import { FloorModel } from "./meeting/floor.ts";
import { MeetingModel } from "./meeting/model.ts";
import { regimeCommand } from "./meeting/regime.ts";
import { mayPublish, ownTime } from "./meeting/state.ts";
import type {
  Client,
  ClientEvent,
  ClientStats,
  Commands,
  ParticipantView,
  QualityView,
  SessionView,
} from "./model.ts";
import type {
  Command,
  MediaState,
  Meeting,
  Signal as Outgoing,
  Role,
  ServerMessage,
  Welcome,
} from "./protocol.ts";
import { createRecordApi } from "./record/api.ts";
import { CaptionsModel } from "./record/captions.ts";
import { RecordModel } from "./record/record.ts";
import { createSounds, SegmentPlayer } from "./record/sounds.ts";
import { type Cancel, Scope } from "./scope.ts";
import { Session } from "./session.ts";
import { createStore, Signal } from "./store.ts";
import { createTextFiles, createTextsApi } from "./texts/api.ts";
import { createReadStream } from "./texts/stream.ts";
import { TextsModel } from "./texts/texts.ts";

const NOTHING_SENT: MediaState = { microphone: false, camera: false, screen: false, screenSound: false };

/**
 * Joining, the views hear of the next phase only when the browser has what it needs for that, or after this time, ms:
 * drawing the meeting takes a quarter of a second of the thread that the welcome, the answer and the media wait for.
 * More leaves a click on a slow network without an echo for longer.
 */
const HOLD_MS = 150;

/** Makes a client of one meeting for one invitation's token. */
export class MeetingClient implements Client {
  readonly session = createStore<SessionView>({ phase: "idle", media: "none" });
  readonly quality = createStore<QualityView>(EMPTY_QUALITY);
  readonly chat: ChatModel;
  readonly pictures: PictureTiles;
  readonly devices: OwnDevices;
  readonly sound: SoundOutput;
  readonly commands: Commands;
  readonly agenda: AgendaModel;
  readonly floor: FloorModel;
  readonly record: RecordModel;
  readonly captions: CaptionsModel;
  readonly texts: TextsModel;
  readonly stats: ClientStats = { renegotiations: 0, iceRestarts: 0, peerConnections: 0, reconnections: 0 };
  readonly wasJoined: boolean;

  readonly #env: Environment;
  readonly #scope = new Scope();
  readonly #events = new Signal<ClientEvent>();
  readonly #session: Session;
  readonly #meeting: MeetingModel;
  readonly #media: MediaConnection;
  readonly #slots: SlotRegistry;
  readonly #interpretation: InterpretationModel;
  readonly #hearing: Hearing;
  readonly #booth: BoothMedia;
  readonly #reports: SourceReports;
  readonly #sent = new Map<SendUse, MediaStreamTrack>();
  #joinedAt: number | undefined;
  #before: StatsSnapshot | undefined;
  #lostSince: number | undefined;
  #silenced = false;
  #admitted = false;
  #invitedAs: Role | undefined;
  #held: Cancel | undefined;

  constructor(env: Environment, meeting: string, token: string) {
    this.#env = env;
    this.#session = new Session(env, meeting, token);
    this.wasJoined = this.#session.wasJoined;
    this.#meeting = new MeetingModel(env, this.#events);
    this.#media = new MediaConnection(env, this.#session, this.stats);
    this.#slots = new SlotRegistry(env);
    this.devices = new OwnDevices(env, this.#events);
    this.sound = new SoundOutput(env, this.#slots, () => this.devices.audioContext());
    this.pictures = new PictureTiles(env, this.#slots, {
      sendWants: (slots) => this.#inMeeting() && this.#session.send({ type: "want-slots", slots }),
      grow: (pictures) => this.#media.grow(pictures),
    });
    this.chat = new ChatModel(env, `${meeting}:${token}`, this.#chatContext(), this.#events);
    this.#interpretation = new InterpretationModel(env, meeting, token, this.#interpretationContext());
    this.#hearing = new Hearing(env, this.#slots, this.sound, this.#interpretation, {
      me: () => this.#meeting.state.me,
      role: () => this.#role,
    });
    this.#booth = new BoothMedia({
      devices: this.devices,
      media: this.#media,
      slots: this.#slots,
      console: this.console,
      sendWants: (sounds) => this.#inMeeting() && this.#session.send({ type: "want-sounds", sounds }),
    });
    this.#reports = new SourceReports(env, this.devices, (message) => {
      if (this.#inMeeting()) this.#session.send(message);
    });
    this.commands = this.#makeCommands();
    this.agenda = new AgendaModel(env, {
      meeting: () => meeting,
      token,
      facts: () => this.#agendaFacts(),
      command: (command) => this.#session.command(command),
    });
    this.floor = new FloorModel(
      env,
      {
        state: () => this.#meeting.state,
        people: () => this.meeting.get(),
        token,
        command: (command) => this.#session.command(command),
      },
      this.#events,
    );
    const link = {
      command: (command: Command) => this.#session.command(command),
      send: (message: Outgoing) => void (this.#inMeeting() && this.#session.send(message)),
    };
    const sounds = new SegmentPlayer(
      createSounds(meeting, token, fetchFile),
      env.createPlayback(),
      () => this.devices.view.get().speaker.selected,
    );
    this.record = new RecordModel(createRecordApi(meeting, createCall(token)), sounds, link);
    this.captions = new CaptionsModel(env, link);
    const texts = createTextsApi(meeting, createCall(token));
    this.texts = new TextsModel(
      env,
      meeting,
      texts,
      createReadStream(token),
      createTextFiles(meeting, (path) => fetchFile(token, path)),
    );
    this.#wire();
  }

  get meeting() {
    return this.#meeting.view;
  }

  get speakers() {
    return this.#meeting.speakers;
  }

  get reactions() {
    return this.#meeting.reactions;
  }

  get recorder() {
    return this.#meeting.recorder;
  }

  get listening() {
    return this.#interpretation.listening;
  }

  get console() {
    return this.#interpretation.console;
  }

  /** What the invitation says of the meeting, to be shown before joining. */
  preview(meeting: Meeting, role?: Role): void {
    this.#meeting.preview(meeting);
    this.#invitedAs = role;
    if (role !== undefined) this.#booth.prepare(role);
    this.#interpretation.update();
    // While the person looks into the mirror: the click on join then finds the offer made.
    if (this.#session.state.get().phase === "idle") this.#media.prepare();
  }

  join(): void {
    const { phase } = this.#session.state.get();
    if (phase !== "idle" && phase !== "ended") return;
    this.#joinedAt = this.#env.clock.now();
    delete this.stats.joinToFirstFrameMs;
    delete this.stats.joinToMediaMs;
    delete this.stats.joinToWelcomeMs;
    this.#env.mark("cumbre:join");
    // This runs in a click: what wants one to make sound is woken here.
    this.devices.audioContext();
    this.#hold();
    this.#session.join();
    this.#media.prepare();
  }

  leave(): void {
    this.#session.leave();
  }

  onEvent(listener: (event: ClientEvent) => void): () => void {
    return this.#scope.add(this.#events.on(listener));
  }

  dispose(): void {
    this.#scope.end();
    this.#reports.dispose();
    this.agenda.dispose();
    this.floor.dispose();
    this.captions.dispose();
    this.texts.close();
    this.record.sounds.stop();
    this.#hearing.dispose();
    this.#booth.dispose();
    this.#interpretation.dispose();
    this.pictures.dispose();
    this.sound.dispose();
    this.#media.close();
    this.#session.dispose();
    this.#meeting.dispose();
    this.devices.dispose();
  }

  // ---- Wiring ----

  #wire(): void {
    const scope = this.#scope;
    const { state, onWelcome, onMessage, onNetworkChange, onDoubt } = this.#session;
    scope.add(onWelcome.on((welcome) => this.#welcomed(welcome)));
    scope.add(onMessage.on((message) => this.#received(message)));
    scope.add(onNetworkChange.on(() => this.#media.restart()));
    scope.add(onDoubt.on((doubt) => this.#media.doubted(doubt)));
    scope.add(state.subscribe(() => this.#phaseChanged()));
    scope.add(this.#media.state.subscribe(() => this.#mediaChanged()));
    scope.add(this.#media.lines.subscribe(() => this.#slots.setLines(this.#media.lines.get())));
    scope.add(
      this.#media.onNegotiated.on(() => {
        this.#slots.setLines(this.#media.lines.get());
        this.pictures.resend();
        this.#booth.resend();
      }),
    );
    scope.add(this.#media.onAnswered.on(() => this.#held && this.#release()));
    scope.add(this.#env.network.on((event) => event !== "resumed" && this.#renewPrepared()));
    scope.add(this.pictures.onShown.on(() => this.#firstFrame()));
    scope.add(this.listening.onSign.on((language) => this.pictures.setSign(language)));
    this.pictures.setSign(this.listening.view.get().sign);
    scope.add(this.meeting.subscribe(() => this.#interpretation.update()));
    scope.add(this.meeting.subscribe(() => this.agenda.update()));
    scope.add(this.meeting.subscribe(() => this.floor.update()));
    scope.add(this.devices.level.subscribe(() => this.#interpretation.console.update()));
    scope.add(this.devices.view.subscribe(() => this.#interpretation.console.update()));
    scope.add(
      this.sound.onLimiter.on((kind) => {
        this.stats.limiter = kind;
      }),
    );
    scope.add(this.sound.onSimplified.on(() => this.#events.emit({ type: "sound-simplified" })));
    scope.add(
      this.sound.onSinkFailed.on((stays) => {
        this.devices.speakerStays(stays);
        this.#events.emit({ type: "speaker-failed" });
      }),
    );
    scope.add(this.devices.onSending.on(() => this.#sendMedia()));
    scope.add(this.devices.onSink.on((id) => void this.sound.setSink(id)));
    scope.add(this.#env.clock.every(STATS_INTERVAL_MS, () => void this.#measure()));
    const { selected } = this.devices.view.get().speaker;
    if (selected !== "") void this.sound.setSink(selected);
  }

  /** An offer that was prepared on another network has addresses that lead nowhere. */
  #renewPrepared(): void {
    if (this.#session.state.get().phase !== "idle" || this.#media.peerConnection === undefined) return;
    this.#media.close();
    this.#media.prepare();
  }

  get #role(): Role | undefined {
    return this.meeting.get().me?.role ?? this.#invitedAs;
  }

  #inMeeting(): boolean {
    return this.#admitted && this.#session.connected;
  }

  #welcomed(welcome: Welcome): void {
    const before = this.meeting.get().me;
    this.#meeting.welcome(welcome);
    this.chat.reset(welcome.chat ?? []);
    this.stats.joinToWelcomeMs ??= this.#sinceJoin();
    const wasAdmitted = this.#admitted;
    if (!wasAdmitted) this.#hold();
    this.#admitted = welcome.admission === "admitted";
    if (!this.#admitted) return;
    this.#interpretation.welcomed(welcome);
    this.record.welcomed();
    this.captions.welcomed();
    this.#booth.prepare(this.#role);
    this.#booth.resend();
    if (mayPublish(this.meeting.get().me?.role)) this.devices.ensureStarted();
    // An interpreter comes back with the seat's microphone closed, and needs the device.
    if (this.#session.away && this.#role !== "interpreter") this.#silenced = this.devices.turnOff();
    this.#sendMedia(true);
    this.#media.setRelays(welcome.iceServers ?? []);
    // A server that lost our media was restarted: it does not know either what is said and not written down.
    if (wasAdmitted && !welcome.mediaAlive) this.#sayAgain(before);
    // A second welcome on the same connection (the lobby's end) finds the media untouched, a later one resumes it.
    this.#media.resume(welcome.mediaAlive && wasAdmitted);
    const others = this.meeting
      .get()
      .participants.filter(({ isMe, onStage, camera }) => camera && !isMe && !onStage);
    this.pictures.expect(others.map(({ id }) => id));
    this.pictures.resend();
  }

  /** Repeats the own raised hand and language, where the server's picture lacks them. */
  #sayAgain(before: ParticipantView | undefined): void {
    const { me } = this.meeting.get();
    if (before === undefined || before.id !== me?.id) return;
    if (before.handSince !== undefined && me.handSince === undefined) this.commands.setHand(true);
    if (before.language !== me.language) this.commands.setLanguage(before.language);
  }

  #received(message: ServerMessage): void {
    switch (message.type) {
      case "slot":
        return this.#slots.announce(message);
      case "layers":
        return this.#media.setLayers(message.kind, message.rids ?? []);
      case "chat":
        return this.chat.received(message.message);
      case "admitted":
        return this.#events.emit({ type: "admitted" });
      case "take-over-asked":
        return this.#events.emit({ type: "take-over-asked" });
      case "problem": {
        const { code, detail } = message.problem;
        return this.#events.emit({ type: "refused", code, ...(detail === undefined ? {} : { detail }) });
      }
      case "mute":
        this.devices.muteMicrophone();
        return this.#meeting.handle(message);
      case "caption":
        return this.captions.handle(message);
      case "text-news":
        return this.texts.shows(message.text) ? undefined : this.#meeting.handle(message);
      default:
        this.#meeting.handle(message);
        this.record.handle(message);
        return this.#interpretation.handle(message);
    }
  }

  #phaseChanged(): void {
    const { phase, lost } = this.#session.state.get();
    if (phase === "ended") this.#ended();
    if (phase === "reconnecting") this.#lostSince ??= lost?.since;
    if ((phase === "joined" || phase === "lobby") && this.#lostSince !== undefined)
      this.#returned(this.#lostSince);
    this.#interpretation.update();
    this.#publishSession();
  }

  #returned(since: number): void {
    const afterMs = this.#env.clock.now() - since;
    this.#lostSince = undefined;
    this.stats.reconnections++;
    this.stats.lastReconnectMs = afterMs;
    this.#events.emit({ type: "reconnected", afterMs, silenced: this.#silenced });
    this.#silenced = false;
  }

  #ended(): void {
    this.#admitted = false;
    this.#lostSince = undefined;
    this.#media.close();
    this.#meeting.reset();
    this.devices.stopScreen();
    // The camera's light and the microphone's sign go out with the meeting; what the person wanted stays.
    this.devices.release();
  }

  #mediaChanged(): void {
    if (this.#media.state.get().media === "connected" && this.stats.joinToMediaMs === undefined) {
      this.stats.joinToMediaMs = this.#sinceJoin();
      this.#env.mark("cumbre:media");
    }
    this.#publishSession();
  }

  /** Holds the session's view back for a while, see HOLD_MS. */
  #hold(): void {
    this.#held?.();
    this.#held = this.#scope.add(this.#env.clock.after(HOLD_MS, () => this.#release()));
  }

  #release(): void {
    this.#held?.();
    this.#held = undefined;
    this.#publishSession();
  }

  #publishSession(): void {
    const { media, problem } = this.#media.state.get();
    const { phase } = this.#session.state.get();
    const waits = phase !== "ended" && phase !== "lobby" && media !== "blocked";
    if (this.#held !== undefined && waits) return;
    this.session.set({
      ...this.#session.state.get(),
      media,
      ...(problem === undefined ? {} : { mediaProblem: problem }),
    });
  }

  #firstFrame(): void {
    if (this.stats.joinToFirstFrameMs !== undefined) return;
    this.stats.joinToFirstFrameMs = this.#sinceJoin();
    this.#env.mark("cumbre:first-frame");
  }

  #sinceJoin(): number {
    return this.#env.clock.now() - (this.#joinedAt ?? this.#env.clock.now());
  }

  // ---- Own media ----

  #signalled: MediaState = NOTHING_SENT;

  /** Puts the own tracks on their lines and says so, if that differs from what was said. */
  #sendMedia(always = false): void {
    const { microphone, camera, screen } = this.devices;
    const publish = mayPublish(this.meeting.get().me?.role);
    const tracks: [SendUse, MediaStreamTrack | undefined][] = [
      ["microphone", microphone.sending ? microphone.track : undefined],
      ["camera", camera.sending ? camera.track : undefined],
      ["screen", screen.tracks.picture],
      ["screen-sound", screen.tracks.sound],
    ];
    for (const [use, track] of tracks) this.#sendTrack(use, publish ? track : undefined);
    const has = (use: SendUse) => this.#sent.has(use);
    const state: MediaState = {
      microphone: has("microphone"),
      camera: has("camera"),
      screen: has("screen"),
      screenSound: has("screen-sound"),
    };
    const same = JSON.stringify(state) === JSON.stringify(this.#signalled);
    if ((same && !always) || !this.#inMeeting()) return;
    if (this.#session.send({ type: "set-media", ...state })) this.#signalled = state;
  }

  #sendTrack(use: SendUse, track: MediaStreamTrack | undefined): void {
    if (this.#sent.get(use) === track) return;
    if (track === undefined) this.#sent.delete(use);
    else this.#sent.set(use, track);
    // A sender refuses a track only after its connection was closed: the next one gets it from the start.
    this.#media.send(use, track).catch(() => {});
  }

  // ---- Quality ----

  async #measure(): Promise<void> {
    const pc = this.#media.peerConnection;
    if (pc === undefined || this.#media.state.get().media !== "connected") {
      this.#before = undefined;
      return this.quality.set(EMPTY_QUALITY);
    }
    const report = await pc.getStats().catch(() => undefined);
    if (report === undefined || pc !== this.#media.peerConnection) return;
    const after = snapshot(report as unknown as Iterable<[string, unknown]>, this.#env.clock.now());
    if (this.#before !== undefined) {
      this.quality.set(qualityBetween(this.#before, after, (mid) => this.#sourceOf(mid)));
    }
    this.#before = after;
  }

  #sourceOf(mid: string): string | undefined {
    const slot = this.#slots.all.find((one) => one.mid === mid);
    return (slot && this.#slots.announced(slot)?.participant) || undefined;
  }

  // ---- Commands ----

  #agendaFacts(): AgendaFacts {
    const { state } = this.#meeting;
    return {
      meeting: state.meeting,
      agenda: state.agenda,
      documents: state.documents,
      shown: state.shown,
      shownBy: state.participants.get(state.shown.by)?.name ?? "",
      holdsFloor: state.me !== "" && state.floor.holder === state.me,
      ticket: state.ticket,
      me: state.participants.get(state.me),
      chairPresent: [...state.participants.values()].some(({ role }) => role === "chair"),
      since: ownTime(state, state.agenda.since),
    };
  }

  #chatContext() {
    return {
      me: () => this.#meeting.state.me,
      hasDelegation: () => this.meeting.get().may.chatDelegation,
      hasBooth: () => this.meeting.get().me?.role === "interpreter",
      nameOf: (id: string) => this.meeting.get().byId.get(id)?.name,
      time: (at: string) => ownTime(this.#meeting.state, at) ?? this.#env.clock.now(),
      command: (command: Parameters<Session["command"]>[0]) => this.#session.command(command),
    };
  }

  #interpretationContext(): InterpretationContext {
    const session = this.#session;
    const state = () => this.#meeting.state;
    return {
      languages: () => this.meeting.get().meeting?.languages ?? [],
      ownLanguage: () => this.meeting.get().me?.language ?? "",
      // What an interpreter hears on that line is the input of their seat.
      listens: () => this.#inMeeting() && this.#role !== "interpreter",
      send: (message) => session.send(message),
      me: () => state().me,
      speaker: () => state().floor.holder || state().stage,
      nameOf: (participant) => state().participants.get(participant)?.name,
      time: (at) => ownTime(state(), at),
      serverTime: (at) => new Date(at + state().clockOffset).toISOString(),
      connected: () => this.#inMeeting(),
      ownLevel: () => this.devices.level.get(),
      unprocessed: () => this.devices.view.get().unprocessed,
      command: (command) => session.command(command),
    };
  }

  #makeCommands(): Commands {
    const session = this.#session;
    return {
      admit: (participant) => session.command({ type: "admit", participant }),
      refuse: (participant) => session.command({ type: "refuse", participant }),
      giveFloor: (participant) => session.command({ type: "give-floor", participant }),
      openFloor: () => session.command({ type: "give-floor", participant: "" }),
      yieldFloor: () => session.command({ type: "yield-floor" }),
      mute: (participant) => session.command({ type: "mute", participant }),
      lowerHand: (participant) => session.command({ type: "lower-hand", participant }),
      remove: (participant) => session.command({ type: "remove", participant }),
      setLocked: (locked) => session.command({ type: "lock", locked }),
      setRecording: (on) => session.command({ type: on ? "start-recording" : "stop-recording" }),
      declineRecording: (declined) => session.command({ type: "decline-recording", declined }),
      end: () => session.command({ type: "end" }),
      answerTakeOver: (allow) => session.command({ type: "answer-take-over", allow }),
      setRegime: (target, attribution) => session.command(regimeCommand(target, attribution)),
      setHand: (raised) => void session.send({ type: "set-hand", raised }),
      react: (reaction) => void session.send({ type: "react", reaction }),
      setLanguage: (language) => void session.send({ type: "set-language", language }),
    };
  }
}
