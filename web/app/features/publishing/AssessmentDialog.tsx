import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Commitment, latest, type PublishingModel } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { problemText } from "../meeting/problems";
import { StatusMark, useStatusNames } from "./CommitmentChart";
import styles from "./Publishing.module.css";

interface AssessmentDialogProps {
  model: PublishingModel;
  one: Commitment;
  own: string;
  onClose: () => void;
}

/** A delegation says what became of a commitment, and whether it holds it for settled. */
export function AssessmentDialog({ model, one, own, onClose }: AssessmentDialogProps) {
  const { t, i18n } = useLingui();
  const names = useStatusNames();
  const last = latest(one).get(own);
  const [status, setStatus] = useState<number>(last?.status ?? 0);
  const [note, setNote] = useState(last?.note ?? "");
  const [settled, setSettled] = useState(one.settled.includes(own));
  const [problem, setProblem] = useState<string>();
  const say = async () => {
    try {
      // Who only holds it for settled says nothing new of it.
      if (!last || status !== last.status || note.trim() !== (last.note ?? ""))
        await model.assess(one.id, status, note.trim());
      if (settled !== one.settled.includes(own)) await model.settle(one.id, settled);
      onClose();
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog title={t`What became of it`} open onClose={onClose} closeLabel={t`Close`} keeps>
      <p>
        <Trans>Your delegation speaks for itself. Once the text is published, everybody reads it.</Trans>
      </p>
      <fieldset className={styles.options}>
        <legend className="visually-hidden">{t`Assessment`}</legend>
        {([1, 0, -1] as const).map((value) => (
          <label key={value}>
            <input type="radio" name="status" checked={status === value} onChange={() => setStatus(value)} />
            <StatusMark status={value} /> {names(value)}
          </label>
        ))}
      </fieldset>
      <TextField label={t`Note`} value={note} onChange={setNote} rows={3} maxLength={1000} />
      <fieldset className={styles.options}>
        <legend className="visually-hidden">{t`Settlement`}</legend>
        <label>
          <input type="checkbox" checked={settled} onChange={(event) => setSettled(event.target.checked)} />
          <Trans>We hold it for settled. When every delegation does, it is closed.</Trans>
        </label>
      </fieldset>
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="primary" onPress={() => void say()}>
          <Trans>Save</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
