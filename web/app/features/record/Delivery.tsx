import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { Delivery as Compared, DocumentView, RecordKeeping, Turn } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { Difference } from "./Difference";
import styles from "./RecordPage.module.css";

/** The texts that were prepared for a turn, each to be compared with what was said in it. */
export function Delivery({ turn }: { turn: Turn }) {
  const { client } = useRoom();
  const { documents } = useStore(client.agenda.view);
  const [chosen, choose] = useState<DocumentView>();
  const { speaker, intervention } = turn;
  const texts = documents.filter(
    (one) =>
      one.kind === "prepared" &&
      one.mediaType === "text/plain" &&
      speaker !== undefined &&
      (one.speaker === speaker.name || (one.speaker === "" && one.delegation?.id === speaker.delegation)),
  );
  if (intervention === "" || texts.length === 0) return null;
  return (
    <div className={styles.row}>
      {texts.map((one) => (
        <Button key={one.id} variant="quiet" icon="speech" onPress={() => choose(one)}>
          <Trans>
            Check against delivery: <bdi>{one.title}</bdi>
          </Trans>
        </Button>
      ))}
      {chosen ? (
        <DeliveryDialog
          record={client.record}
          intervention={intervention}
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
  text: DocumentView;
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
