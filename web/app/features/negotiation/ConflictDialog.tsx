import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { type Clash, directionOf, type ParagraphConflict } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { atStart, formatDateTimeWithin, languageName } from "../../i18n/format";
import { Difference } from "../record/Difference";
import styles from "./Editor.module.css";
import { numberOf } from "./text-words";

interface ConflictDialogProps {
  conflict: ParagraphConflict;
  clashes: readonly Clash[];
  party: (delegation: string | undefined) => string;
  /** Proposes these words on top of theirs. */
  onSave: (words: Readonly<Record<string, string>>) => void;
  /** Leaves theirs as they are, and drops one's own. */
  onTheirs: () => void;
  onClose: () => void;
}

/** Two have changed the same paragraph: what differs, language by language, and a person decides. Nothing is merged unseen. */
export function ConflictDialog({ conflict, clashes, onSave, onTheirs, onClose, party }: ConflictDialogProps) {
  const { t } = useLingui();
  const number = numberOf(conflict.paragraph);
  const [words, setWords] = useState(() =>
    Object.fromEntries(clashes.map(({ language, merged }) => [language, merged.text])),
  );
  return (
    <Dialog
      title={t`Paragraph ${number} was changed meanwhile`}
      open
      onClose={onClose}
      closeLabel={t`Close`}
      wide
      keeps
    >
      <p>
        <Trans>Nothing of yours is lost, and nothing of theirs is overwritten until you say so.</Trans>
      </p>
      {clashes.map((clash) => (
        <ClashView
          key={clash.language}
          clash={clash}
          conflict={conflict}
          party={party}
          value={words[clash.language] ?? ""}
          onChange={(text) => setWords({ ...words, [clash.language]: text })}
        />
      ))}
      <div className={styles.actions}>
        <Button variant="primary" onPress={() => onSave(words)}>
          <Trans>Propose this text</Trans>
        </Button>
        <Button onPress={onTheirs}>
          <Trans>Take theirs, drop mine</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

interface ClashViewProps {
  clash: Clash;
  conflict: ParagraphConflict;
  party: (delegation: string | undefined) => string;
  value: string;
  onChange: (text: string) => void;
}

function ClashView({ clash, conflict, party, value, onChange }: ClashViewProps) {
  const { i18n } = useLingui();
  const id = useId();
  const { language, theirs, mine, merged } = clash;
  const { paragraph, differences } = conflict;
  const name = atStart(languageName(language, i18n.locale), i18n.locale);
  const { byName = "", at = "" } = paragraph.words[language] ?? {};
  const who = byName || party(paragraph.delegation);
  const when = formatDateTimeWithin(at, i18n.locale);
  const pieces = differences[language] ?? [];
  return (
    <section className={styles.clash} aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <p className={styles.quiet}>
        <Trans>
          Now there: the words of <bdi>{who}</bdi>, {when}.
        </Trans>
      </p>
      {mine === undefined ? (
        <>
          <p lang={language} dir={directionOf(language)}>
            {theirs}
          </p>
          <p className={styles.quiet}>
            <Trans>You have changed nothing in this language: theirs stay.</Trans>
          </p>
        </>
      ) : (
        <>
          {pieces.length > 0 ? (
            <>
              <p className={styles.quiet}>
                <Trans>
                  From their words to yours: what you would take away is struck, what you would add is marked.
                </Trans>
              </p>
              <Difference pieces={pieces} lang={language} />
            </>
          ) : null}
          <Choices theirs={theirs} mine={mine} merged={merged.text} onChoose={onChange} />
          <label className={styles.field}>
            <span className={styles.label}>
              <Trans>What is to stand: {name}</Trans>
            </span>
            <textarea
              className={styles.input}
              lang={language}
              dir={directionOf(language)}
              rows={5}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          </label>
          {merged.clean ? null : (
            <p className={styles.quiet}>
              <Trans>
                Both of you changed the same place. Put together, the words of both are in the text: mend it.
              </Trans>
            </p>
          )}
        </>
      )}
    </section>
  );
}

interface ChoicesProps {
  theirs: string;
  mine: string;
  merged: string;
  onChoose: (text: string) => void;
}

function Choices({ theirs, mine, merged, onChoose }: ChoicesProps) {
  const { t } = useLingui();
  return (
    <div className={styles.choices} role="group" aria-label={t`Begin with`}>
      <Button onPress={() => onChoose(merged)}>
        <Trans>Both together</Trans>
      </Button>
      <Button onPress={() => onChoose(mine)}>
        <Trans>My words</Trans>
      </Button>
      <Button onPress={() => onChoose(theirs)}>
        <Trans>Their words</Trans>
      </Button>
    </div>
  );
}
