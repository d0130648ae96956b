import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { formatDateTimeWithin, zonesFor } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import styles from "./Editor.module.css";
import { useWork } from "./work";

const HOURS = [24, 48, 72, 168] as const;

/** Begins a silence procedure: for so many hours, or until a wall time in a named zone. */
export function SilenceDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { model, meeting } = useWork();
  const zones = zonesFor(meeting);
  const [length, setLength] = useState("72");
  const [until, setUntil] = useState("");
  const [timezone, setTimezone] = useState(zones[0] ?? "UTC");
  const [problem, setProblem] = useState<string>();
  const dated = length === "until";
  const begin = () =>
    model
      .openSilence(dated ? { until, timezone } : { hours: Number(length), timezone })
      .then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  const ends = formatDateTimeWithin(
    new Date(Date.now() + Number(length) * 3_600_000).toISOString(),
    i18n.locale,
    timezone,
  );
  return (
    <Dialog title={t`Begin a silence procedure`} open onClose={onClose} closeLabel={t`Close`}>
      <p>
        <Trans>
          The text is adopted at the deadline unless a delegation objects in writing before it. Everybody is
          told at once of an objection.
        </Trans>
      </p>
      <SelectField
        label={t`How long`}
        options={[
          ...HOURS.map((hours) => ({
            id: String(hours),
            label: i18n.number(hours, { style: "unit", unit: "hour", unitDisplay: "long" }),
          })),
          { id: "until", label: t`Until a date and time` },
        ]}
        selected={length}
        onSelect={setLength}
      />
      {dated ? (
        <TextField label={t`Deadline`} type="datetime-local" value={until} onChange={setUntil} />
      ) : null}
      <SelectField
        label={t`Time zone`}
        options={zones.map((zone) => ({ id: zone, label: zone }))}
        selected={timezone}
        onSelect={setTimezone}
        {...(dated ? {} : { description: t`Begun now, it ends on ${ends}.` })}
      />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="primary" isDisabled={dated && until === ""} onPress={() => void begin()}>
          <Trans>Begin</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

interface ObjectionDialogProps {
  /** What it is against; left out: the silence procedure. */
  rectification?: string;
  onClose: () => void;
}

/** A delegation objects in writing: the silence is broken, or the rectification refused. */
export function ObjectionDialog({ rectification, onClose }: ObjectionDialogProps) {
  const { t, i18n } = useLingui();
  const { model, own, partyName } = useWork();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const party = partyName(own);
  const object = () =>
    (rectification === undefined
      ? model.object(reason.trim())
      : model.refuseRectification(rectification, reason.trim())
    ).then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <Dialog title={t`Object for ${party}`} open onClose={onClose} closeLabel={t`Close`} keeps>
      <p>
        {rectification === undefined ? (
          <Trans>The silence is broken at once, the text is not adopted, and all delegations read why.</Trans>
        ) : (
          <Trans>The text stays as it is, and all delegations read why.</Trans>
        )}
      </p>
      <TextField
        label={t`The objection`}
        value={reason}
        onChange={setReason}
        required
        rows={4}
        maxLength={1000}
      />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="danger" isDisabled={reason.trim() === ""} onPress={() => void object()}>
          <Trans>Object</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
