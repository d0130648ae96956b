import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Meeting, Negotiation } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import styles from "./Editor.module.css";

interface NewTextDialogProps {
  model: Negotiation;
  meeting: Meeting;
  onClose: () => void;
}

/** Begins a text: its title in each of its languages. A language without a title is not one of the text's. */
export function NewTextDialog({ model, meeting, onClose }: NewTextDialogProps) {
  const { t, i18n } = useLingui();
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const languages = meeting.languages.filter((tag) => titles[tag]?.trim());
  const create = () =>
    model
      .create({
        titles: Object.fromEntries(languages.map((tag) => [tag, titles[tag]?.trim() ?? ""])),
        languages,
      })
      .then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <Dialog title={t`New text`} open onClose={onClose} closeLabel={t`Close`}>
      <p>
        <Trans>
          It is negotiated in the languages for which you give a title. It can be adopted only when it is
          complete in all of them.
        </Trans>
      </p>
      {meeting.languages.map((tag) => {
        const name = languageName(tag, i18n.locale);
        return (
          <TextField
            key={tag}
            label={t`Title: ${name}`}
            lang={tag}
            value={titles[tag] ?? ""}
            maxLength={200}
            onChange={(title) => setTitles({ ...titles, [tag]: title })}
          />
        );
      })}
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button variant="primary" isDisabled={languages.length === 0} onPress={() => void create()}>
          <Trans>Begin the text</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
