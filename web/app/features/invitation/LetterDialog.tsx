import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { Letter } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button, LinkButton } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { localeNames, locales } from "../../i18n/locales";
import { problemText } from "../meeting/problems";
import styles from "./LetterDialog.module.css";
import { mailto } from "./letter";

interface LetterDialogProps {
  title: string;
  languageLabel: string;
  /** To be copied, where there is one. */
  link?: string;
  load: (language: string) => Promise<Letter>;
  /** Has the browser save the calendar file. */
  save: (letter: Letter) => Promise<void>;
  /** For the gallery: what the server would answer. */
  initial?: Letter;
  onClose: () => void;
}

/** Something to be sent: its text in the reader's language, as a mail of one's own program, to be copied, and a calendar file. */
export function LetterDialog({
  title,
  languageLabel,
  link,
  load,
  save,
  initial,
  onClose,
}: LetterDialogProps) {
  const { t, i18n } = useLingui();
  const [language, setLanguage] = useState("");
  const [letter, setLetter] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const loading = useRef(load);
  useEffect(() => {
    if (initial) return undefined;
    let current = true;
    loading.current(language).then(
      (loaded) => current && setLetter(loaded),
      (error: unknown) => current && setProblem(problemText(error, i18n)),
    );
    return () => {
      current = false;
    };
  }, [language, initial, i18n]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t`Copied`);
    } catch {
      setSaid(t`The browser did not allow it: select the text and copy it yourself.`);
    }
  };
  const keep = (used: Letter) => save(used).catch((error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <Dialog title={title} open onClose={onClose} closeLabel={t`Close`} wide>
      <div className={styles.letter}>
        <Problem>{problem}</Problem>
        {letter ? (
          <>
            <SelectField
              label={languageLabel}
              options={locales.map((locale) => ({ id: locale, label: localeNames[locale], lang: locale }))}
              selected={letter.language}
              onSelect={setLanguage}
            />
            <div lang={letter.language} dir={letter.language === "ar" ? "rtl" : "ltr"}>
              <TextField label={t`Subject`} value={letter.subject} readOnly />
              <TextField label={t`Text`} value={letter.text} rows={14} readOnly />
            </div>
            <div className={styles.actions}>
              <LinkButton variant="primary" icon="send" href={mailto(letter)}>
                <Trans>Open in the mail program</Trans>
              </LinkButton>
              <Button icon="copy" onPress={() => void copy(letter.text)}>
                <Trans>Copy the text</Trans>
              </Button>
              {link ? (
                <Button icon="link" onPress={() => void copy(link)}>
                  <Trans>Copy the link</Trans>
                </Button>
              ) : null}
              <Button icon="agenda" onPress={() => void keep(letter)}>
                <Trans>Calendar file</Trans>
              </Button>
            </div>
            <p role="status" className={styles.said}>
              {said}
            </p>
          </>
        ) : problem ? null : (
          <p role="status">
            <Trans>Loading…</Trans>
          </p>
        )}
      </div>
    </Dialog>
  );
}
