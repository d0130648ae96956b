// The next meeting over REST: the same during the meeting and after it.

import type { Call } from "../api.ts";
import type { Letter, MadeMeeting, NewHome, NewPlan, NewSlot, NextMeeting } from "../generated/schema.d.ts";

export type {
  DelegationHome,
  LocalHours,
  MadeMeeting,
  NewHome,
  NewLeg,
  NewPlan,
  NewSlot,
  NextLeg,
  NextMeeting,
  NextPlan,
  NextSlot,
  SeriesMeeting,
} from "../generated/schema.d.ts";

/** All reject with CommandProblem; `choices` of it are the times of which one may be meant. */
export interface NextApi {
  next(): Promise<NextMeeting>;
  setHome(delegation: string, home: NewHome): Promise<NextMeeting>;
  propose(slot: NewSlot): Promise<NextMeeting>;
  /** Proposes what a calendar's file proposes in the place of an entry (METHOD COUNTER). */
  counter(calendar: string): Promise<NextMeeting>;
  answer(slot: string, accept: boolean, reason: string): Promise<NextMeeting>;
  withdraw(slot: string): Promise<NextMeeting>;
  set(plan: NewPlan): Promise<NextMeeting>;
  cancel(reason: string): Promise<NextMeeting>;
  make(): Promise<MadeMeeting>;
  letter(language: string): Promise<Letter>;
}

export function createNextApi(meeting: string, call: Call): NextApi {
  const at = encodeURIComponent;
  const base = `/meetings/${at(meeting)}/next`;
  const because = (reason: string) => (reason ? { reason } : {});
  return {
    next: () => call("GET", base),
    setHome: (delegation, home) => call("PUT", `${base}/homes/${at(delegation)}`, home),
    propose: (slot) => call("POST", `${base}/slots`, slot),
    counter: (calendar) => call("POST", `${base}/counters`, { calendar }),
    answer: (slot, accept, reason) =>
      call("PUT", `${base}/slots/${at(slot)}/answer`, { accept, ...because(reason) }),
    withdraw: (slot) => call("DELETE", `${base}/slots/${at(slot)}`),
    set: (plan) => call("PUT", `${base}/plan`, plan),
    cancel: (reason) => call("POST", `${base}/cancellation`, because(reason)),
    make: () => call("POST", `${base}/meeting`),
    letter: (language) => call("GET", `${base}/letter?language=${at(language)}`),
  };
}
