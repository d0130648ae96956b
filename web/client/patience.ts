// How long a ping may stay unanswered before the connection is doubted: pure arithmetic on what was measured.

/**
 * The least patience, ms. Together with the ping interval it bounds how late a dead network is noticed (1 s). Less
 * doubts every Wi-Fi that retransmits, more costs the same of the 2 s in which people shall be back.
 */
const LEAST_MS = 600;
/** The most, ms: on a network of such delays a return within 2 s is out of reach anyway. */
const MOST_MS = 4500;
/** A false alarm doubles the least patience up to this many times, and is forgotten after so long, ms. */
const MOST_DOUBLINGS = 3;
const FORGOTTEN_MS = 60_000;

/** What seems to have taken longer did not: the clock was set, or the device slept, ms. */
const MOST_MEASURED_MS = 20_000;

export class Patience {
  #smoothed: number | undefined;
  #deviation = 0;
  #alarms = 0;
  #alarmAt = Number.NEGATIVE_INFINITY;

  /** Takes a measured round trip, smoothed as TCP does (RFC 6298 section 2). */
  measured(rttMs: number): void {
    if (rttMs > MOST_MEASURED_MS) return;
    const rtt = Math.max(0, rttMs);
    if (this.#smoothed === undefined) {
      this.#smoothed = rtt;
      this.#deviation = rtt / 2;
      return;
    }
    this.#deviation += (Math.abs(rtt - this.#smoothed) - this.#deviation) / 4;
    this.#smoothed += (rtt - this.#smoothed) / 8;
  }

  /** A doubted connection answered after all: networks like this one get more time. */
  falseAlarm(now: number): void {
    this.#alarms = now - this.#alarmAt > FORGOTTEN_MS ? 1 : Math.min(MOST_DOUBLINGS, this.#alarms + 1);
    this.#alarmAt = now;
  }

  /** Milliseconds for the answer to a ping sent now. */
  ms(now: number): number {
    const alarms = now - this.#alarmAt > FORGOTTEN_MS ? 0 : this.#alarms;
    const usual = 2 * (this.#smoothed ?? 0) + 4 * this.#deviation;
    return Math.min(MOST_MS, Math.max(LEAST_MS * 2 ** alarms, usual));
  }
}
