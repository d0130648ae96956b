// Promises in milliseconds are made for a machine that has a processor left for each program that is measured. Tests
// run several browsers that encode in software on two, and others' work beside: the clock is then no witness. What is
// asserted is stretched by the programs that wait for a processor, and never under the factor below; what was
// measured is printed, and that is the figure to compare with the promise. STRICT=1 asserts the promise itself.

import { cpus, loadavg } from "node:os";

const leastFactor = 3;

/** How many milliseconds a promise of `ms` is given on this machine now. */
export function allowed(ms) {
  if (process.env.STRICT === "1") return ms;
  return ms * Math.max(leastFactor, loadavg()[0] / cpus().length);
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length % 2 ? sorted[sorted.length >> 1] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}
