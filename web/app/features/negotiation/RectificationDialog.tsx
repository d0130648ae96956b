import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { changedWords, differenceOf, directionOf, type Paragraph, wordsOf } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { atStart, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { Difference } from "../record/Difference";
import styles from "./Editor.module.css";
import { numberOf } from "./text-words";
import { useText, useWork } from "./work";

/** An adopted text is mended by a procès-verbal of rectification only: what is wrong, what is to stand, and time to object. */
export function RectificationDialog({ paragraph, onClose }: { paragraph: Paragraph; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { head } = useText();
  const { model } = useWork();
  const [base] = useState(() => wordsOf(paragraph));
  const [words, setWords] = useState(base);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const number = numberOf(paragraph);
  const changed = changedWords(base, words);
  const propose = () =>
    model
      .rectify({ paragraph: paragraph.id, words: changed, reason: reason.trim() })
      .then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <Dialog title={t`Rectify paragraph ${number}`} open onClose={onClose} closeLabel={t`Close`} wide keeps>
      <p>
        <Trans>
          For errors only. It takes effect after 90 days unless a delegation objects; the adopted text stays
          as a version of its own.
        </Trans>
      </p>
      {head.languages.map((language) => (
        <div key={language} className={styles.form}>
          <label className={styles.field}>
            <span className={styles.label}>{atStart(languageName(language, i18n.locale), i18n.locale)}</span>
            <textarea
              className={styles.input}
              lang={language}
              dir={directionOf(language)}
              rows={3}
              maxLength={4000}
              value={words[language] ?? ""}
              onChange={(event) => setWords({ ...words, [language]: event.target.value })}
            />
          </label>
          {changed[language] === undefined ? null : (
            <Difference pieces={differenceOf(base[language] ?? "", changed[language])} lang={language} />
          )}
        </div>
      ))}
      <TextField label={t`Reason`} value={reason} onChange={setReason} required maxLength={1000} rows={2} />
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={Object.keys(changed).length === 0 || reason.trim() === ""}
          onPress={() => void propose()}
        >
          <Trans>Propose the rectification</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
