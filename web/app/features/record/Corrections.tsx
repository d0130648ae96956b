import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Correction, RecordInfo, Segment } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { formatDateTime } from "../../i18n/format";
import { Difference } from "./Difference";
import styles from "./RecordPage.module.css";
import { Words } from "./SegmentEditor";

interface CorrectionsProps {
  info: RecordInfo;
  onDecide: (correction: string, accept: boolean, reason: string) => void;
}

/** The corrigendum, and what delegations have asked for and nobody has decided yet. */
export function Corrections({ info, onDecide }: CorrectionsProps) {
  const accepted = info.corrections.filter(({ status }) => status === "accepted");
  const others = info.corrections.filter(({ status }) => status !== "accepted");
  return (
    <>
      {accepted.length > 0 ? (
        <section className={styles.part} aria-labelledby="corrigendum">
          <h2 id="corrigendum">
            <Trans>Corrigendum</Trans>
          </h2>
          <ul className={styles.list}>
            {accepted.map((one) => (
              <Entry key={one.id} correction={one} info={info} />
            ))}
          </ul>
        </section>
      ) : null}
      {others.length > 0 ? (
        <section className={`${styles.part} ${styles.screen}`} aria-labelledby="asked">
          <h2 id="asked">
            <Trans>Corrections asked for</Trans>
          </h2>
          <ul className={styles.list}>
            {others.map((one) => (
              <Entry key={one.id} correction={one} info={info}>
                {one.status === "pending" && info.may.keep ? (
                  <Decide onDecide={(accept, reason) => onDecide(one.id, accept, reason)} />
                ) : null}
              </Entry>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

interface EntryProps {
  correction: Correction;
  info: RecordInfo;
  children?: React.ReactNode;
}

function Entry({ correction, info, children }: EntryProps) {
  const { t, i18n } = useLingui();
  const { delegation, byName, at, status, difference, reason, decision } = correction;
  const party = info.meeting.delegations.find(({ id }) => id === delegation)?.name;
  const version = i18n.number(correction.version);
  const states = { pending: t`Not decided yet`, accepted: t`Accepted`, refused: t`Refused` };
  return (
    <li className={styles.entry}>
      <p className={styles.row}>
        <strong>
          <bdi>{party ?? byName}</bdi>
        </strong>
        <span className={styles.soft}>
          <Trans>Version {version}</Trans>
        </span>
        <time className={styles.soft} dateTime={at}>
          {formatDateTime(at, i18n.locale)}
        </time>
        <span>{states[status]}</span>
      </p>
      <Difference pieces={difference} lang="" />
      {reason ? (
        <p dir="auto" className={styles.text}>
          {reason}
        </p>
      ) : null}
      {decision ? (
        <p className={styles.text}>
          <Trans>Decision: {decision}</Trans>
        </p>
      ) : null}
      {children}
    </li>
  );
}

function Decide({ onDecide }: { onDecide: (accept: boolean, reason: string) => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [refusing, setRefusing] = useState(false);
  const missing = refusing && reason.trim() === "";
  return (
    <div className={styles.part}>
      <TextField
        label={t`Reason`}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        error={
          missing ? t`A correction is refused only with the reason: the delegation reads it.` : undefined
        }
      />
      <div className={styles.row}>
        <Button variant="primary" onPress={() => onDecide(true, reason)}>
          <Trans>Accept</Trans>
        </Button>
        <Button
          onPress={() => {
            setRefusing(true);
            if (reason.trim() !== "") onDecide(false, reason);
          }}
        >
          <Trans>Refuse</Trans>
        </Button>
      </div>
    </div>
  );
}

interface CorrectionDialogProps {
  segment: Segment;
  onSend: (text: string, reason: string) => void;
  onClose: () => void;
}

/** A delegation says what its words are to be. */
export function CorrectionDialog({ segment, onSend, onClose }: CorrectionDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useState(segment.text);
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t`Ask for a correction`} open onClose={onClose} closeLabel={t`Close`} wide>
      <p>
        <Trans>
          Record keepers compare it with the sound and decide. What is accepted goes into the corrigendum.
        </Trans>
      </p>
      <Words label={t`What the words are to be`} lang={segment.language} value={text} onChange={setText} />
      <TextField label={t`Reason`} value={reason} onChange={setReason} maxLength={1000} />
      <div className={styles.row}>
        <Button
          variant="primary"
          isDisabled={text.trim() === "" || text.trim() === segment.text}
          onPress={() => onSend(text, reason)}
        >
          <Trans>Ask for it</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
