import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import {
  type Delivery as Compared,
  type PreparedText,
  preparedFor,
  type RecordKeeping,
  type Turn,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Dialog } from "../../design/Dialog";
import { problemText } from "../meeting/problems";
import { Difference } from "./Difference";
import styles from "./RecordPage.module.css";

interface DeliveryProps {
  record: RecordKeeping;
  turn: Turn;
  texts: readonly PreparedText[];
}

/** The texts that were prepared for a turn, each to be compared with what was said in it. */
export function Delivery({ record, turn, texts }: DeliveryProps) {
  const [chosen, choose] = useState<PreparedText>();
  const fitting = preparedFor(turn, texts);
  if (fitting.length === 0) return null;
  return (
    <div className={cx(styles.row, styles.screen)}>
      {fitting.map((one) => (
        <Button key={one.id} variant="quiet" icon="speech" onPress={() => choose(one)}>
          <Trans>
            Check against delivery: <bdi>{one.title}</bdi>
          </Trans>
        </Button>
      ))}
      {chosen ? (
        <DeliveryDialog
          record={record}
          intervention={turn.intervention}
          text={chosen}
          onClose={() => choose(undefined)}
        />
      ) : null}
    </div>
  );
}

interface DeliveryDialogProps {
  record: RecordKeeping;
  intervention: string;
  text: Pick<PreparedText, "id" | "language">;
  onClose: () => void;
}

/** The prepared text against what was said, by words. */
export function DeliveryDialog({ record, intervention, text, onClose }: DeliveryDialogProps) {
  const { t, i18n } = useLingui();
  const [compared, setCompared] = useState<Compared>();
  const [problem, setProblem] = useState<string>();
  const { id } = text;
  useEffect(() => {
    let current = true;
    record.delivery(intervention, id).then(
      (found) => current && setCompared(found),
      (error: unknown) => current && setProblem(problemText(error, i18n)),
    );
    return () => {
      current = false;
    };
  }, [record, intervention, id, i18n]);
  const kept = i18n.number(compared?.kept ?? 0);
  const prepared = i18n.number(compared?.prepared ?? 0);
  return (
    <Dialog title={t`Check against delivery`} open onClose={onClose} closeLabel={t`Close`} wide reading>
      <div className={styles.part}>
        {problem ? <p role="alert">{problem}</p> : null}
        {compared ? (
          <>
            <p>
              <Trans>
                Of {prepared} prepared words, {kept} were said. Struck: prepared and not said. Marked: said
                and not prepared.
              </Trans>
            </p>
            <Difference pieces={compared.difference} lang={text.language} />
          </>
        ) : problem ? null : (
          <p role="status">
            <Trans>The texts are being compared.</Trans>
          </p>
        )}
      </div>
    </Dialog>
  );
}
