import { useLingui } from "@lingui/react/macro";
import type { Draft, Fault, Step } from "./draft";

/** What each step's view gets. */
export interface StepProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** What is wrong, by field, in the reader's language; empty until one has tried to go on. */
  words: Readonly<Record<string, string>>;
}

/** Names of the steps, in the reader's language. */
export function useStepNames(): Readonly<Record<Step, string>> {
  const { t } = useLingui();
  return {
    what: t`What and when`,
    parties: t`Languages and delegations`,
    agenda: t`Agenda`,
    interpretation: t`Interpretation`,
    door: t`Lobby`,
    check: t`Check and create`,
  };
}

/** What is wrong, in the reader's language. */
export function useFaultWords(faults: Readonly<Record<string, Fault>>): Readonly<Record<string, string>> {
  const { t } = useLingui();
  const words: Readonly<Record<Fault, string>> = {
    needed: t`This is needed.`,
    minutes: t`A whole number of minutes, at most 1440.`,
    lobby: t`A whole number of minutes, at most 10080 (a week).`,
    twice: t`Another delegation has the same name.`,
  };
  return Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, words[fault]]));
}
