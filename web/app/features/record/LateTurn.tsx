import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { InterventionKind, RecordInfo, RecordKeeping } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useSubmit } from "../admin/use-submit";
import { instantOf } from "../admin/zoned-time";
import { kindNames, wallTime } from "../floor/floor-words";
import styles from "./SegmentEditor.module.css";

interface LateTurnProps {
  record: RecordKeeping;
  info: RecordInfo;
}

/** Adds a turn for which nobody was given the floor: who spoke, when, of what kind. */
export function LateTurn({ record, info }: LateTurnProps) {
  const [open, setOpen] = useState(false);
  if (!info.may.keep || !info.people?.length) return null;
  return (
    <>
      <Button variant="quiet" icon="plus" onPress={() => setOpen(true)}>
        <Trans>Add an intervention…</Trans>
      </Button>
      {open ? <LateTurnDialog record={record} info={info} onDone={() => setOpen(false)} /> : null}
    </>
  );
}

type TurnFormProps = LateTurnProps & { onDone: () => void };

export function LateTurnDialog({ record, info, onDone }: TurnFormProps) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`An intervention for which the floor was not given`}
      open
      onClose={onDone}
      closeLabel={t`Close`}
    >
      <TurnForm record={record} info={info} onDone={onDone} />
    </Dialog>
  );
}

function TurnForm({ record, info, onDone }: TurnFormProps) {
  const { t, i18n } = useLingui();
  const { meeting, people = [], interventions } = info;
  const zone = meeting.timezone || "UTC";
  const last = interventions
    .map(({ start, end }) => Date.parse(end ?? start))
    .reduce((a, b) => Math.max(a, b), 0);
  const near = wallTime(last || (meeting.start ? Date.parse(meeting.start) : undefined), zone);
  const [turn, setTurn] = useState({
    speaker: people[0]?.id ?? "",
    kind: "statement" as InterventionKind,
    item: "",
    language: meeting.languages?.[0] ?? "",
  });
  const [starts, setStarts] = useState(near);
  const [ends, setEnds] = useState(near);
  const [start, end] = [instantOf(starts, zone), instantOf(ends, zone)];
  const ordered = start !== undefined && end !== undefined && Date.parse(start) < Date.parse(end);
  const { tried, saving, problem, onSubmit } = useSubmit(ordered, async () => {
    const { item, language, ...rest } = turn;
    await record.intervene({
      ...rest,
      start: start ?? "",
      end: end ?? "",
      ...(item ? { item } : {}),
      ...(language ? { language } : {}),
    });
    onDone();
  });
  const party = (id: string | undefined) => meeting.delegations?.find((one) => one.id === id)?.name;
  return (
    <Form className={styles.form as string} onSubmit={onSubmit}>
      <p>
        <Trans>
          It counts as floor time, and its words get the regime of that time. It cannot be taken back.
        </Trans>
      </p>
      <SelectField
        label={t`Who spoke`}
        options={people.map(({ id, name, delegation }) => {
          const of = party(delegation);
          return { id, label: name, ...(of ? { detail: of } : {}) };
        })}
        selected={turn.speaker}
        onSelect={(speaker) => setTurn({ ...turn, speaker })}
      />
      <TextField
        label={t`Began at`}
        type="datetime-local"
        seconds
        required
        value={starts}
        onChange={setStarts}
        description={t`Time zone: ${zone}`}
      />
      <TextField
        label={t`Ended at`}
        type="datetime-local"
        seconds
        required
        value={ends}
        onChange={setEnds}
        error={
          tried && !ordered ? t`Give the time at which it ended, after the one at which it began.` : undefined
        }
      />
      <div className={styles.fields}>
        <SelectField
          label={t`Kind`}
          options={kindNames(i18n)}
          selected={turn.kind}
          onSelect={(kind) => setTurn({ ...turn, kind: kind as InterventionKind })}
        />
        <SelectField
          label={t`Language`}
          options={[
            ...(meeting.languages ?? []).map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
            { id: "", label: t`Not said` },
          ]}
          selected={turn.language}
          onSelect={(language) => setTurn({ ...turn, language })}
        />
      </div>
      <SelectField
        label={t`Agenda item`}
        options={[
          { id: "", label: t`No agenda item` },
          ...(meeting.agenda ?? []).map((one) => ({ id: one.id ?? "", label: titleIn(one, i18n.locale) })),
        ]}
        selected={turn.item}
        onSelect={(item) => setTurn({ ...turn, item })}
      />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="primary" type="submit" isDisabled={saving}>
          <Trans>Add</Trans>
        </Button>
        <Button onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Form>
  );
}
