import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
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

/** Sends a form where it is `complete`; once `save` has succeeded it is as if never tried. */
export function useSubmit(complete: boolean, save: () => Promise<void>): Submission {
  const { i18n } = useLingui();
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async () => {
    setTried(true);
    if (!complete) return;
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
      void submit();
    },
  };
}
