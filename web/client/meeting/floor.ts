// The floor's store, its commands, and what is told when time goes by.

import type { Environment } from "../environment.ts";
import type { ClientEvent, MeetingView } from "../model.ts";
import type { Command, FloorReport } from "../protocol.ts";
import type { Cancel } from "../scope.ts";
import { createStore, type Signal } from "../store.ts";
import type {
  FloorControl,
  FloorView,
  InterventionView,
  ListSettings,
  RequestKind,
  TurnSettings,
} from "./floor-types.ts";
import { floorView, nextChange, rawList, turnSpent, turnState, warnMs } from "./floor-view.ts";
import { problemIn } from "./problem-in.ts";
import { EMPTY, EMPTY_VIEW, type MeetingState, ownTime } from "./state.ts";

/** Timers do not wait longer than this, ms: beyond some 24 days a browser's would run at once. */
const LONGEST_WAIT = 86_400_000;

export interface FloorContext {
  state(): MeetingState;
  people(): MeetingView;
  token: string;
  command(command: Command): Promise<void>;
}

export class FloorModel implements FloorControl {
  readonly view = createStore<FloorView>(floorView(EMPTY, EMPTY_VIEW, 0));

  readonly #env: Environment;
  readonly #context: FloorContext;
  readonly #events: Signal<ClientEvent>;
  #wake: Cancel | undefined;
  #seen: unknown[] = [];
  #told = "";

  constructor(env: Environment, context: FloorContext, events: Signal<ClientEvent>) {
    this.#env = env;
    this.#context = context;
    this.#events = events;
  }

  /** The meeting changed. Most changes are none of the floor's. */
  update(): void {
    const state = this.#context.state();
    const { participants, floor } = this.#context.people();
    const facts = [state.floor, state.lists, state.points, state.floorTimes, state.agenda.current];
    const seen = [...facts, state.meeting, state.me, participants, floor];
    if (seen.every((fact, index) => fact === this.#seen[index])) return;
    this.#seen = seen;
    this.#renew();
  }

  #renew(): void {
    const now = this.#env.clock.now();
    const before = this.view.get();
    const view = floorView(this.#context.state(), this.#context.people(), now);
    this.view.set(view);
    this.#tellPoints(before, view);
    this.#tellTime(view, now);
    this.#wake?.();
    const at = Math.min(nextChange(view, now) ?? Infinity, this.#nextWarning(view, now));
    if (at !== Infinity) {
      this.#wake = this.#env.clock.after(Math.min(LONGEST_WAIT, Math.max(0, at - now)), () => this.#renew());
    }
  }

  #tellPoints(before: FloorView, { points, may }: FloorView): void {
    for (const point of points) {
      if (point.isMe || before.points.some(({ participant }) => participant === point.participant)) continue;
      this.#events.emit({ type: "point-raised", name: point.name, mine: may.preside });
    }
  }

  /** Says once of each turn that its time is nearly over, and that it is. */
  #tellTime({ turn, may }: FloorView, now: number): void {
    const state = turn && turnState(turn, now);
    const key = `${this.#context.state().floor.intervention} ${turn?.limitMs} ${state}`;
    if (turn === undefined || key === this.#told) return;
    this.#told = key;
    if (state !== "soon" && state !== "over") return;
    const { name, isMe } = turn.holder;
    this.#events.emit({
      type: "speaking-time",
      name,
      over: state === "over",
      mine: isMe,
      preside: may.preside,
    });
  }

  #nextWarning({ turn }: FloorView, now: number): number {
    if (turn?.limitMs === undefined || turn.runningSince === undefined) return Infinity;
    const left = turn.limitMs - turnSpent(turn, now);
    if (left <= 0) return Infinity;
    const warning = left - warnMs(turn.limitMs);
    return now + (warning > 0 ? warning : left);
  }

  dispose(): void {
    this.#wake?.();
  }

  // ---- Commands ----

  get #item(): string {
    return this.#context.state().agenda.current;
  }

  arrange(changes: Partial<ListSettings>): Promise<void> {
    const { opens, closes, zone, order, limit, delegationLimit } = rawList(this.#context.state(), this.#item);
    return this.#context.command({
      type: "arrange-list",
      item: this.#item,
      opens: opens ?? "",
      closes: closes ?? "",
      ...(zone ? { zone } : {}),
      order,
      limit: limit ?? 0,
      delegationLimit: delegationLimit ?? 0,
      ...changes,
    });
  }

  ask(kind: RequestKind, options: { onBehalfOf?: string; participant?: string } = {}): Promise<void> {
    return this.#context.command({ type: "ask-floor", item: this.#item, kind, ...options });
  }

  withdraw(entry: string): Promise<void> {
    return this.#context.command({ type: "unlist", item: this.#item, entry });
  }

  rank(delegation: string, place: number): Promise<void> {
    const delegations = this.view
      .get()
      .protocol.map(({ id }) => id)
      .filter((id) => id !== delegation);
    delegations.splice(place - 1, 0, delegation);
    return this.#context.command({ type: "set-protocol-order", delegations });
  }

  move(entry: string, place: number): Promise<void> {
    return this.#context.command({ type: "move-speaker", item: this.#item, entry, place });
  }

  next(): Promise<void> {
    return this.#context.command({ type: "give-next" });
  }

  raise(raised: boolean): Promise<void> {
    return this.#context.command({ type: "raise-point", raised });
  }

  grant(participant: string): Promise<void> {
    return this.#context.command({ type: "give-floor", participant, kind: "point-of-order" });
  }

  dismiss(participant: string): Promise<void> {
    return this.#context.command({ type: "raise-point", raised: false, participant });
  }

  pause(paused: boolean): Promise<void> {
    return this.#context.command({ type: "pause-clock", paused });
  }

  describe(changes: Partial<TurnSettings>): Promise<void> {
    const { kind, language, onBehalfOf, limit } = this.#context.state().floor;
    return this.#context.command({
      type: "describe-intervention",
      kind: kind ?? "statement",
      language: language ?? "",
      onBehalfOf: onBehalfOf ?? "",
      limit: limit ?? 0,
      ...changes,
    });
  }

  async history(): Promise<readonly InterventionView[]> {
    const state = this.#context.state();
    const path = `/api/v1/meetings/${encodeURIComponent(state.meeting?.id ?? "")}/floor`;
    const item = encodeURIComponent(this.#item || "none");
    const { status, text } = await this.#env.request("GET", `${path}?item=${item}`, this.#context.token);
    if (status !== 200) throw problemIn(status, text);
    const report = JSON.parse(text) as FloorReport;
    return (report.interventions ?? []).map(
      ({ id, name, delegation: party, kind, language, onBehalfOf, ms, intervals, end }): InterventionView => {
        const delegation = state.meeting?.delegations?.find((one) => one.id === party);
        return {
          id,
          name,
          ...(delegation ? { delegation } : {}),
          kind,
          language: language ?? "",
          onBehalfOf: onBehalfOf ?? "",
          ms,
          start: ownTime(state, intervals?.[0]?.start) ?? 0,
          over: end !== undefined,
        };
      },
    );
  }
}
