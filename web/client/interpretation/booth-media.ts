// What an interpreter's (or a technician's) place needs of media: lines of its own, a microphone that is always on,
// and what those lines are to carry.

import type { OwnDevices } from "../devices/devices.ts";
import type { MediaConnection } from "../media/connection.ts";
import type { SlotRegistry } from "../media/slots.ts";
import type { Role, WantSound } from "../protocol.ts";
import { Scope } from "../scope.ts";
import type { BoothConsole } from "./console.ts";

/** What it needs of the rest. */
export interface BoothMediaParts {
  readonly devices: OwnDevices;
  readonly media: MediaConnection;
  readonly slots: SlotRegistry;
  readonly console: BoothConsole;
  /** False where that is not possible now. */
  sendWants(sounds: WantSound[]): boolean;
}

export class BoothMedia {
  readonly #parts: BoothMediaParts;
  readonly #scope = new Scope();
  #sent = "";

  constructor(parts: BoothMediaParts) {
    this.#parts = parts;
    const { console, devices, slots } = parts;
    this.#scope.add(console.view.subscribe(() => this.#want()));
    this.#scope.add(slots.onSlots.on(() => this.#want()));
    this.#scope.add(console.onCough.on((on) => devices.silence(on)));
  }

  /** Prepares for a role as soon as it is known, best before the first offer. */
  prepare(role: Role | undefined): void {
    const { devices, media } = this.#parts;
    devices.setBooth(role === "interpreter");
    if (role === "interpreter") media.sendAsInterpreter();
    if (role === "interpreter" || role === "technician") media.listenToBooths();
  }

  /** Says the wants again: the server is new to them. */
  resend(): void {
    this.#sent = "";
    this.#want();
  }

  dispose(): void {
    this.#scope.end();
  }

  #want(): void {
    const [partner, monitor] = this.#parts.slots.of("booth-sound").map(({ mid }) => mid);
    if (!partner || !monitor) return;
    const sounds = this.#parts.console.wantSounds(partner, monitor);
    const text = JSON.stringify(sounds);
    if (text !== this.#sent && this.#parts.sendWants(sounds)) this.#sent = text;
  }
}
