import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { AdminModel } from "../admin/admin-model";
import { problemText } from "../meeting/problems";
import { type Draft, faults, firstFault, meetingOf, newDraft, type Step, steps } from "./draft";
import { draftStorage, dropDraft, keepDraft, readDraft } from "./kept-draft";

/** For the gallery: where the wizard begins, and that nothing is kept. */
export interface Beginning {
  readonly draft: Draft;
  readonly step: Step;
}

/** A draft with its steps: what is done of it, what is wrong, and the creation at its end. */
export function useWizard(model: AdminModel, onDone: () => void, initial: Beginning | undefined) {
  const { i18n } = useLingui();
  const { draft, change, drop } = useDraft(initial?.draft);
  const [step, setStep] = useState<Step>(initial?.step ?? "what");
  /** How often one tried to go on from here with something wrong. */
  const [missed, setMissed] = useState(0);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const form = useRef<HTMLElement>(null);
  useEffect(() => {
    if (missed > 0)
      form.current?.querySelector<HTMLElement>("[data-invalid] :is(input, textarea, button)")?.focus();
  }, [missed]);
  const go = (to: Step) => {
    setMissed(0);
    setProblem(undefined);
    setStep(to);
  };
  const create = async () => {
    setSaving(true);
    try {
      await model.create(meetingOf(draft));
      drop();
      onDone();
    } catch (error) {
      setProblem(problemText(error, i18n));
    } finally {
      setSaving(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    form.current = event.currentTarget as HTMLElement;
    const next = steps[steps.indexOf(step) + 1];
    const faulty = next === undefined ? firstFault(draft) : step;
    if (faulty && Object.keys(faults(draft, faulty)).length > 0) {
      setStep(faulty);
      setMissed((times) => times + 1);
    } else if (next === undefined) void create();
    else go(next);
  };
  const wrong = missed > 0 ? faults(draft, step) : {};
  return { draft, change, drop, step, go, wrong, tried: missed > 0, saving, problem, onSubmit };
}

/** The draft, kept in this browser from its first change on until it is dropped. */
function useDraft(given: Draft | undefined) {
  const [storage] = useState(draftStorage);
  const [draft, setDraft] = useState<Draft>(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return given ?? readDraft(storage, timeZone) ?? newDraft(timeZone);
  });
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (!given) keepDraft(storage, next);
  };
  return { draft, change, drop: () => dropDraft(storage) };
}
