// Tells the server how good the own microphone's sound is, while something is said into it.

import type { Environment } from "../environment.ts";
import type { Signal as SignalMessage } from "../protocol.ts";
import { Scope } from "../scope.ts";
import type { OwnDevices } from "./devices.ts";

/** Reports are at least so far apart, ms: what they say is a mean over more. */
const REPORT_MS = 5000;

export class SourceReports {
  readonly #scope = new Scope();

  constructor(env: Environment, devices: OwnDevices, send: (message: SignalMessage) => void) {
    this.#scope.add(
      env.clock.every(REPORT_MS, () => {
        const { source, unprocessed, headphones } = devices.view.get();
        if (source === undefined || !devices.microphone.sending || !devices.spokeWithin(REPORT_MS)) return;
        send({ type: "report-source", ...source, processed: unprocessed !== true, headphones });
      }),
    );
  }

  dispose(): void {
    this.#scope.end();
  }
}
