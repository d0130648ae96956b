import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import {
  CommandProblem,
  changedWords,
  clashes,
  directionOf,
  type LanguageWords,
  type Paragraph,
  type ParagraphConflict,
  type TextDraft,
  wordsOf,
} from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { atStart, languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { ConflictDialog } from "./ConflictDialog";
import styles from "./Editor.module.css";
import { numberOf } from "./text-words";
import { useText, useWork } from "./work";

/** What the server takes of one paragraph in one language. */
const MOST_CHARACTERS = 4000;

interface ParagraphEditorProps {
  /** A paragraph's id, or "end", "after/ID", "alternative/ID" of one that is new. */
  draftKey: string;
  /** What is changed; undefined: a new one. */
  paragraph?: Paragraph;
}

/**
 * Writes a paragraph's words, a field for each language that is shown. What is typed is kept until it is proposed or dropped;
 * what others changed meanwhile is never overwritten.
 */
export function ParagraphEditor({ draftKey, paragraph }: ParagraphEditorProps) {
  const { model, edit, partyName } = useWork();
  const drafts = useStore(model.drafts);
  const [fresh] = useState<TextDraft>(() => draftOf(paragraph));
  const draft = drafts.get(draftKey) ?? fresh;
  const { saving, problem, conflict, propose, resolve } = usePropose(draftKey, paragraph);
  const changed = Object.keys(changedWords(draft.base, draft.words)).length > 0;
  const stale = paragraph !== undefined && paragraph.revision > draft.from;
  const leave = () => {
    edit("");
    model.here(paragraph?.id ?? "", "");
  };
  return (
    <section className={styles.editor} aria-label={useLabel(draftKey, paragraph)}>
      {stale ? (
        <Banner tone="warn">
          <Trans>Somebody else has changed this paragraph meanwhile. On proposing you see both.</Trans>
        </Banner>
      ) : null}
      <Fields
        draft={draft}
        onChange={(words) => model.draft(draftKey, { ...draft, words })}
        onPropose={() => changed && void propose(draft)}
        onLeave={leave}
        saving={saving}
        paragraph={paragraph?.id ?? ""}
      />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="primary"
          icon="send"
          isDisabled={saving || !changed}
          onPress={() => void propose(draft)}
        >
          <Trans>Propose</Trans>
        </Button>
        <Button onPress={leave}>{changed ? <Trans>Set aside</Trans> : <Trans>Close</Trans>}</Button>
        {changed ? (
          <Button
            variant="quiet"
            onPress={() => {
              model.draft(draftKey, undefined);
              leave();
            }}
          >
            <Trans>Drop it</Trans>
          </Button>
        ) : null}
        <p className={styles.hint}>
          <Trans>Ctrl and Enter propose it; Escape sets it aside.</Trans>
        </p>
      </div>
      {conflict ? (
        <ConflictDialog
          key={conflict.paragraph.revision}
          conflict={conflict}
          clashes={clashes(conflict.paragraph, draft)}
          party={partyName}
          onClose={() => resolve(undefined)}
          onTheirs={() => {
            model.draft(draftKey, undefined);
            resolve(undefined);
            leave();
          }}
          onSave={(words) => {
            const base = wordsOf(conflict.paragraph);
            const next = { from: conflict.paragraph.revision, base, words: { ...base, ...words } };
            model.draft(draftKey, next);
            resolve(undefined);
            void propose(next);
          }}
        />
      ) : null}
    </section>
  );
}

function draftOf(paragraph: Paragraph | undefined): TextDraft {
  if (paragraph === undefined) return { from: 0, base: {}, words: {} };
  const base = wordsOf(paragraph);
  return { from: paragraph.revision, base, words: base };
}

function useLabel(draftKey: string, paragraph: Paragraph | undefined): string {
  const { t } = useLingui();
  const { view } = useText();
  const number = numberOf(paragraph ?? view.paragraphs.get(draftKey.split("/")[1] ?? "") ?? {});
  if (paragraph) return t`Change paragraph ${number}`;
  if (draftKey.startsWith("alternative/")) return t`New alternative to paragraph ${number}`;
  return t`New paragraph`;
}

/** Sends a draft; a conflict is kept until it is resolved. */
function usePropose(draftKey: string, paragraph: Paragraph | undefined) {
  const { i18n } = useLingui();
  const { model, edit, goTo } = useWork();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [conflict, setConflict] = useState<ParagraphConflict>();
  const under = useRef(false);
  const propose = async ({ from, base, words }: TextDraft) => {
    if (under.current) return;
    under.current = true;
    const { text } = model; // which may be another one when the answer comes
    setSaving(true);
    setProblem(undefined);
    try {
      const changed = changedWords(base, words);
      if (paragraph) {
        // Merged with theirs, it may say what is there already.
        if (Object.keys(changed).length > 0) await model.edit(paragraph.id, from, changed);
      } else await model.add({ words: changed, ...placeOfNew(draftKey) });
      model.forget(text, draftKey);
      if (text !== model.text) return;
      edit("");
      if (paragraph) goTo(paragraph.id);
    } catch (error) {
      if (error instanceof CommandProblem && error.paragraphConflict) setConflict(error.paragraphConflict);
      else setProblem(problemText(error, i18n));
    } finally {
      under.current = false;
      setSaving(false);
    }
  };
  return { saving, problem, conflict, propose, resolve: setConflict };
}

function placeOfNew(draftKey: string): { after?: string; alternativeTo?: string } {
  const [kind, id = ""] = draftKey.split("/");
  if (kind === "alternative") return { alternativeTo: id };
  return kind === "after" ? { after: id } : {};
}

interface FieldsProps {
  draft: TextDraft;
  onChange: (words: LanguageWords) => void;
  onPropose: () => void;
  onLeave: () => void;
  /** What is on its way is not typed over: the answer takes the draft away. */
  saving: boolean;
  paragraph: string;
}

function Fields({ draft, onChange, onPropose, onLeave, saving, paragraph }: FieldsProps) {
  const { columns } = useWork();
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className={styles.fields}>
      {columns.map((language, index) => (
        <Field
          key={language}
          language={language}
          value={draft.words[language] ?? ""}
          paragraph={paragraph}
          onChange={(text) => onChange({ ...draft.words, [language]: text })}
          onPropose={onPropose}
          onLeave={onLeave}
          saving={saving}
          field={index === 0 ? first : undefined}
        />
      ))}
    </div>
  );
}

interface FieldProps extends Omit<FieldsProps, "draft" | "onChange"> {
  language: string;
  value: string;
  onChange: (text: string) => void;
  field: React.RefObject<HTMLTextAreaElement | null> | undefined;
}

function Field({ language, value, paragraph, onChange, onPropose, onLeave, saving, field }: FieldProps) {
  const { i18n } = useLingui();
  const { model } = useWork();
  const here = (text: string) => {
    if (paragraph) model.here(paragraph, language, text);
  };
  return (
    <label className={styles.field}>
      <span className={styles.label}>{atStart(languageName(language, i18n.locale), i18n.locale)}</span>
      <textarea
        ref={field}
        className={styles.input}
        lang={language}
        dir={directionOf(language)}
        rows={Math.min(14, Math.max(4, Math.ceil(value.length / 44)))}
        maxLength={MOST_CHARACTERS}
        value={value}
        readOnly={saving}
        onFocus={() => here(value)}
        onChange={(event) => {
          onChange(event.target.value);
          here(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (!event.repeat) onPropose();
          } else if (event.key === "Escape") {
            event.stopPropagation();
            onLeave();
          }
        }}
      />
    </label>
  );
}
