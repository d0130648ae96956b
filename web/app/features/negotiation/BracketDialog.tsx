import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import {
  directionOf,
  type LanguageWords,
  type Paragraph,
  type ParagraphBracket,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { atStart, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import styles from "./Editor.module.css";
import { numberOf } from "./text-words";
import { useWork } from "./work";

interface BracketDialogProps {
  paragraph: Paragraph;
  onClose: () => void;
}

/** A delegation puts a paragraph, or some of its words, in brackets, or makes a reservation, and says why. */
export function BracketDialog({ paragraph, onClose }: BracketDialogProps) {
  const { t, i18n } = useLingui();
  const { model, columns, partyName, own } = useWork();
  const [kind, setKind] = useState<ParagraphBracket["kind"]>("bracket");
  const [chosen, setChosen] = useState<LanguageWords>({});
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const { id, revision } = paragraph;
  const number = numberOf(paragraph);
  const pieces = Object.entries(chosen).filter(([, text]) => text.trim() !== "");
  const party = partyName(own);
  const send = async () => {
    const words = pieces.length > 0 ? { words: Object.fromEntries(pieces) } : {};
    try {
      await model.bracket(id, { from: revision, kind, reason: reason.trim(), ...words });
      onClose();
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog
      title={t`Brackets in paragraph ${number}`}
      open
      onClose={onClose}
      closeLabel={t`Close`}
      wide
      keeps
    >
      <p>
        <Trans>
          They stand for <bdi>{party}</bdi>, and only <bdi>{party}</bdi> releases them. The text is not
          adopted while they are open.
        </Trans>
      </p>
      <Kind kind={kind} onKind={setKind} />
      <div className={styles.fields}>
        {columns.map((language) => {
          const text = paragraph.words[language]?.text ?? "";
          return text === "" ? null : (
            <Selection
              key={language}
              language={language}
              text={text}
              chosen={chosen[language] ?? ""}
              onChoose={(piece) => setChosen({ ...chosen, [language]: piece })}
            />
          );
        })}
      </div>
      <p className={styles.quiet} role="status">
        {pieces.length === 0 ? (
          <Trans>No words are chosen: it is about the whole paragraph.</Trans>
        ) : (
          <Trans>Chosen: {pieces.map(([language]) => languageName(language, i18n.locale)).join(", ")}.</Trans>
        )}
      </p>
      <TextField
        label={t`Reason`}
        description={t`Everybody who negotiates reads it.`}
        value={reason}
        onChange={setReason}
        required
        maxLength={1000}
        rows={2}
      />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="primary" isDisabled={reason.trim() === ""} onPress={() => void send()}>
          {kind === "bracket" ? <Trans>Put in brackets</Trans> : <Trans>Make the reservation</Trans>}
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

function Kind({
  kind,
  onKind,
}: {
  kind: ParagraphBracket["kind"];
  onKind: (kind: ParagraphBracket["kind"]) => void;
}) {
  const { t } = useLingui();
  const name = useId();
  const options = [
    { id: "bracket", label: t`Brackets: these words are not agreed` },
    { id: "reservation", label: t`Reservation: agreed only with a statement` },
  ] as const;
  return (
    <fieldset className={styles.options}>
      <legend className="visually-hidden">{t`Kind`}</legend>
      {options.map(({ id, label }) => (
        <label key={id}>
          <input type="radio" name={name} checked={kind === id} onChange={() => onKind(id)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface SelectionProps {
  language: string;
  text: string;
  chosen: string;
  onChoose: (piece: string) => void;
}

/** The words, to be chosen from by mouse, finger or Shift and the arrows. A field that nothing can be typed into. */
function Selection({ language, text, chosen, onChoose }: SelectionProps) {
  const { i18n } = useLingui();
  const [again, setAgain] = useState(false);
  return (
    <div className={styles.form}>
      <label className={styles.field}>
        <span className={styles.label}>
          {atStart(languageName(language, i18n.locale), i18n.locale)}: <Trans>choose the words</Trans>
        </span>
        <textarea
          className={styles.input}
          lang={language}
          dir={directionOf(language)}
          readOnly
          rows={Math.min(10, Math.max(4, Math.ceil(text.length / 44)))}
          value={text}
          onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => {
            const piece = text.slice(selectionStart, selectionEnd).trim();
            if (piece === "") return;
            // The server finds the first place where they occur.
            const first = text.indexOf(piece);
            setAgain(first < selectionStart);
            onChoose(first < selectionStart ? "" : piece);
          }}
        />
      </label>
      {again ? (
        <p className={styles.quiet} role="status">
          <Trans>These words occur earlier, too: choose more of what is around them.</Trans>
        </p>
      ) : null}
      {chosen ? (
        <p className={styles.chosen}>
          <bdi lang={language}>[{chosen}]</bdi>{" "}
          <Button variant="quiet" onPress={() => onChoose("")}>
            <Trans>Choose none</Trans>
          </Button>
        </p>
      ) : null}
    </div>
  );
}
