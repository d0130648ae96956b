// What each of the receive-only lines carries now: the server says so, mid by mid.

import type { Environment } from "../environment.ts";
import type { LineUse, SlotChanged, SourceKind } from "../protocol.ts";
import { Signal } from "../store.ts";
import type { Line } from "./connection.ts";

export interface Slot {
  /** The transceiver's; "" until the offer was made. */
  readonly mid: string;
  readonly use: LineUse;
  readonly receiver: RTCRtpReceiver;
  /** The line's one track, the same for the life of the PeerConnection. */
  readonly stream: MediaStream;
}

/** What the server announced for a slot. */
export interface Announcement {
  readonly participant: string;
  /** It carries nothing because our connection does not carry it. */
  readonly paused: boolean;
  readonly kind?: SourceKind;
  /** The channel that it is carried for. */
  readonly channel?: string;
  /** RTP timestamp (32 bits) of the first packet of this source. */
  readonly rtpTime: number;
  readonly width: number;
  readonly height: number;
}

const RECEIVED: ReadonlySet<LineUse> = new Set<LineUse>([
  "stage-sound",
  "stage-picture",
  "floor-sound",
  "interpretation",
  "booth-sound",
  "picture",
]);

export class SlotRegistry {
  /** The set of slots changed: a new PeerConnection, or more slots. */
  readonly onSlots = new Signal<void>();
  readonly onAnnounced = new Signal<{ slot: Slot; sourceChanged: boolean }>();

  readonly #env: Environment;
  #slots: Slot[] = [];
  readonly #entries = new Map<RTCRtpTransceiver, { stream: MediaStream }>();
  readonly #announced = new Map<string, Announcement>();

  constructor(env: Environment) {
    this.#env = env;
  }

  get all(): readonly Slot[] {
    return this.#slots;
  }

  of(use: LineUse): readonly Slot[] {
    return this.#slots.filter((slot) => slot.use === use);
  }

  announced(slot: Slot): Announcement | undefined {
    return this.#announced.get(slot.mid);
  }

  /** Takes the lines of the present PeerConnection; call it again once they have mids. */
  setLines(lines: readonly Line[]): void {
    const received = lines.filter((line) => RECEIVED.has(line.use));
    const kept = new Set(received.map((line) => line.transceiver));
    const fresh = ![...this.#entries.keys()].some((transceiver) => kept.has(transceiver));
    // Mids repeat from one PeerConnection to the next, what they carry does not.
    if (fresh) this.#announced.clear();
    for (const transceiver of [...this.#entries.keys()]) {
      if (!kept.has(transceiver)) this.#entries.delete(transceiver);
    }
    this.#slots = received.map((line) => this.#slot(line));
    this.onSlots.emit();
  }

  announce(message: SlotChanged): void {
    const before = this.#announced.get(message.mid);
    this.#announced.set(message.mid, {
      participant: message.participant,
      paused: message.paused ?? false,
      ...(message.kind === undefined ? {} : { kind: message.kind }),
      ...(message.channel === undefined ? {} : { channel: message.channel }),
      rtpTime: message.rtpTime,
      width: message.width ?? 0,
      height: message.height ?? 0,
    });
    const slot = this.#slots.find(({ mid }) => mid === message.mid);
    if (slot === undefined) return;
    const sourceChanged = before?.participant !== message.participant || before?.kind !== message.kind;
    this.onAnnounced.emit({ slot, sourceChanged });
  }

  #slot({ use, transceiver }: Line): Slot {
    let entry = this.#entries.get(transceiver);
    if (entry === undefined) {
      entry = { stream: this.#env.createStream([transceiver.receiver.track]) };
      this.#entries.set(transceiver, entry);
    }
    return { mid: transceiver.mid ?? "", use, receiver: transceiver.receiver, stream: entry.stream };
  }
}
