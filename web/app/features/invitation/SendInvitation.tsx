import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { createApi, type Letter } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button, LinkButton } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { localeNames, locales } from "../../i18n/locales";
import { problemText } from "../meeting/problems";
import { calendarFile, mailto, tokenOf } from "./letter";
import styles from "./SendInvitation.module.css";

interface SendInvitationProps {
  /** The invitation's link, which holds its token. */
  link: string;
  name: string;
  /** For the gallery: what the server would answer. */
  initial?: Letter;
  onClose: () => void;
}

/** An invitation to be sent: its text in the invitee's language, as a mail of one's own program, to be copied, and a calendar file. */
export function SendInvitation({ link, name, initial, onClose }: SendInvitationProps) {
  const { t, i18n } = useLingui();
  const [language, setLanguage] = useState("");
  const [letter, setLetter] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (initial) return undefined;
    let current = true;
    createApi(tokenOf(link))
      .letter(language)
      .then(
        (loaded) => current && setLetter(loaded),
        (error: unknown) => current && setProblem(problemText(error, i18n)),
      );
    return () => {
      current = false;
    };
  }, [link, language, initial, i18n]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t`Copied`);
    } catch {
      setSaid(t`The browser did not allow it: select the text and copy it yourself.`);
    }
  };
  const save = async (used: Letter) => {
    try {
      calendarFile(await createApi(tokenOf(link)).calendar(used.language), used.filename);
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog title={t`Invitation of ${name}`} open onClose={onClose} closeLabel={t`Close`} wide>
      <div className={styles.letter}>
        <Problem>{problem}</Problem>
        {letter ? (
          <>
            <SelectField
              label={t`Language of the invitation`}
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
              <Button icon="link" onPress={() => void copy(link)}>
                <Trans>Copy the link</Trans>
              </Button>
              <Button icon="agenda" onPress={() => void save(letter)}>
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
