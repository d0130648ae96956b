import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useId, useState } from "react";
import { TextArea, TextField } from "react-aria-components";
import {
  CommandProblem,
  type Conflict,
  mergeEdits,
  type RecordInfo,
  type RecordKeeping,
  type Segment,
} from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField } from "../../design/Field";
import { formatTime, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { Cutting } from "./Cutting";
import { Difference } from "./Difference";
import { useOriginNames } from "./record-words";
import styles from "./SegmentEditor.module.css";

interface SegmentEditorProps {
  record: RecordKeeping;
  info: RecordInfo | undefined;
  /** As it is now; the editor works from the revision that it began with. */
  segment: Segment;
  languages: readonly string[];
  onDone: () => void;
}

/** What an edit was made from. */
type Basis = Pick<Segment, "revision" | "text">;

const origins: readonly Segment["origin"][] = ["floor", "interpretation", "translation", "prepared"];

/** Changes one segment. Who else has changed it meanwhile is never overwritten: both are put together. */
export function SegmentEditor({ record, info, segment, languages, onDone }: SegmentEditorProps) {
  const { t, i18n } = useLingui();
  const [base] = useState(segment);
  const [basis, setBasis] = useState<Basis>(segment);
  const [draft, setDraft] = useState(segment);
  const [problem, setProblem] = useState<string>();
  const [conflict, setConflict] = useState<Conflict>();
  const [saving, setSaving] = useState(false);
  const [place, setPlace] = useState(0);
  const names = useOriginNames();
  const { id } = segment;
  useEffect(() => {
    record.edit(id);
    return () => record.edit("");
  }, [record, id]);

  const save = async ({ from, text, removed }: { from: Basis; text: string; removed?: boolean }) => {
    setSaving(true);
    setProblem(undefined);
    setDraft({ ...draft, text });
    try {
      await record.revise(id, {
        from: from.revision,
        ...changes(base, draft),
        ...(text === from.text ? {} : { text }),
        ...(removed ? { removed } : {}),
      });
      onDone();
    } catch (error) {
      if (error instanceof CommandProblem && error.conflict) setConflict(error.conflict);
      else setProblem(problemText(error, i18n));
    } finally {
      setSaving(false);
    }
  };
  const tags = [...new Set([...languages, draft.language])];
  return (
    <section className={styles.editor} aria-label={t`Change this segment`}>
      <Problem>{problem}</Problem>
      {segment.revision > basis.revision ? (
        <Banner tone="warn">
          <Trans>Somebody else has changed this segment meanwhile. On saving you see both.</Trans>
        </Banner>
      ) : null}
      <Words
        label={t`Words`}
        lang={draft.language}
        value={draft.text}
        onChange={(text) => setDraft({ ...draft, text })}
        onPlace={setPlace}
      />
      <div className={styles.fields}>
        <SelectField
          label={t`Whose words`}
          options={speakerOptions(info, t`Not said`, (start) => formatTime(Date.parse(start), i18n.locale))}
          selected={keyOf(draft)}
          onSelect={(key) => setDraft({ ...draft, ...spokenBy(key) })}
        />
        <SelectField
          label={t`Language`}
          options={tags.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) }))}
          selected={draft.language}
          onSelect={(language) => setDraft({ ...draft, language })}
        />
        <SelectField
          label={t`Where the words come from`}
          options={origins.map((origin) => ({ id: origin, label: names[origin] }))}
          selected={draft.origin}
          onSelect={(key) =>
            setDraft({ ...draft, origin: origins.find((one) => one === key) ?? draft.origin })
          }
        />
      </div>
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={saving}
          onPress={() => void save({ from: basis, text: draft.text })}
        >
          <Trans>Save</Trans>
        </Button>
        <Button onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          variant="quiet"
          isDisabled={saving}
          onPress={() => void save({ from: basis, text: basis.text, removed: true })}
        >
          <Trans>Take out of the record</Trans>
        </Button>
      </div>
      <Cutting
        record={record}
        segment={segment}
        place={place}
        changed={draft.text !== segment.text || Object.keys(changes(base, draft)).length > 0}
        onDone={onDone}
      />
      {conflict ? (
        <ConflictDialog
          key={conflict.segment.revision}
          conflict={conflict}
          base={basis.text}
          mine={draft.text}
          onSave={(text) => {
            setBasis(conflict.segment);
            void save({ from: conflict.segment, text });
          }}
          onTheirs={onDone}
          onClose={() => setConflict(undefined)}
        />
      ) : null}
    </section>
  );
}

interface ConflictDialogProps {
  conflict: Conflict;
  base: string;
  mine: string;
  onSave: (text: string) => void;
  onTheirs: () => void;
  onClose: () => void;
}

/** Two have changed the same segment: the difference, and a text with the words of both to begin with. */
export function ConflictDialog({ conflict, base, mine, onSave, onTheirs, onClose }: ConflictDialogProps) {
  const { t } = useLingui();
  const { segment, difference } = conflict;
  const [merged] = useState(() => mergeEdits(base, segment.text, mine));
  const [text, setText] = useState(merged.text);
  return (
    <Dialog
      title={t`Somebody else has changed this segment`}
      open
      onClose={onClose}
      closeLabel={t`Close`}
      wide
    >
      <p>
        <Trans>
          From their words to yours: what you would take away is struck, what you would add is marked.
        </Trans>
      </p>
      <Difference pieces={difference} lang={segment.language} />
      <p>
        {merged.clean ? (
          <Trans>Both changes are in this text. Nothing is saved until you say so.</Trans>
        ) : (
          <Trans>
            Both of you changed the same place. The words of both are in this text: mend it, then save.
          </Trans>
        )}
      </p>
      <Words label={t`What is to stand`} lang={segment.language} value={text} onChange={setText} />
      <div className={styles.actions}>
        <Button variant="primary" onPress={() => onSave(text)}>
          <Trans>Save this text</Trans>
        </Button>
        <Button onPress={onTheirs}>
          <Trans>Keep theirs</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

interface WordsProps {
  label: string;
  lang: string;
  value: string;
  onChange: (text: string) => void;
  /** Where the cursor is, in UTF-16 units. */
  onPlace?: (place: number) => void;
}

/** A field for words of the record, in their own language and direction. */
export function Words({ label, lang, value, onChange, onPlace }: WordsProps) {
  const id = useId();
  return (
    <TextField value={value} onChange={onChange} className={styles.words as string} aria-labelledby={id}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <TextArea
        className={styles.input as string}
        rows={Math.min(12, Math.max(3, Math.ceil(value.length / 70)))}
        lang={lang}
        dir="auto"
        onSelect={(event) => onPlace?.(event.currentTarget.selectionStart)}
      />
    </TextField>
  );
}

/** What differs between two states of a segment but for its words, as it is sent. */
function changes(from: Segment, to: Segment) {
  return {
    ...(to.language === from.language ? {} : { language: to.language }),
    ...(to.origin === from.origin ? {} : { origin: to.origin }),
    ...(keyOf(to) === keyOf(from)
      ? {}
      : { intervention: to.intervention ?? "", speaker: to.intervention ? "" : (to.speaker ?? "") }),
  };
}

/** An intervention or, outside of any, a person. */
function keyOf({ intervention, speaker }: Segment): string {
  return intervention ? `i/${intervention}` : `p/${speaker ?? ""}`;
}

function spokenBy(key: string): { intervention: string; speaker: string } {
  const id = key.slice(2);
  return key.startsWith("i/") ? { intervention: id, speaker: "" } : { intervention: "", speaker: id };
}

function speakerOptions(info: RecordInfo | undefined, nobody: string, time: (start: string) => string) {
  const name = (id: string) => info?.speakers.find((one) => one.id === id)?.name ?? "";
  return [
    ...(info?.interventions ?? []).map(({ id, speaker, start }) => ({
      id: `i/${id}`,
      label: name(speaker),
      detail: time(start),
    })),
    ...(info?.speakers ?? []).map((one) => ({ id: `p/${one.id}`, label: one.name })),
    { id: "p/", label: nobody },
  ];
}
