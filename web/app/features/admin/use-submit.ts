import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { problemText } from "../meeting/problems";

/** How the sending of a form stands. */
interface Submission {
  /** It was tried with something missing: say at each field what. */
  readonly tried: boolean;
  readonly saving: boolean;
  /** Why the server did not take it, in the reader's language. */
  readonly problem: string | undefined;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Sends a form where it is `complete`, else goes to what is missing; once `save` has succeeded it is as if never tried. */
export function useSubmit(complete: boolean, save: () => Promise<void>): Submission {
  const { i18n } = useLingui();
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [missed, setMissed] = useState(0);
  const form = useRef<HTMLElement>(null);
  useEffect(() => {
    if (missed > 0) form.current?.querySelector<HTMLElement>("[data-invalid] :is(input, textarea)")?.focus();
  }, [missed]);
  const submit = async () => {
    setTried(true);
    if (!complete) {
      setMissed((times) => times + 1);
      return;
    }
    setSaving(true);
    try {
      await save();
      setTried(false);
      setProblem(undefined);
    } catch (error) {
      setProblem(problemText(error, i18n));
    } finally {
      setSaving(false);
    }
  };
  return {
    tried,
    saving,
    problem,
    onSubmit: (event) => {
      event.preventDefault();
      form.current = event.currentTarget as HTMLElement;
      void submit();
    },
  };
}
