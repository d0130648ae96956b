import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  CommandProblem,
  type Meeting,
  overridesOf,
  type Publication,
  type Publications,
  type PublishingModel,
  type StatementFinding,
  titleWith,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { atStart, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { useWhen } from "./Embargo";
import { FindingList } from "./FindingList";
import styles from "./Publishing.module.css";

interface ReadoutsProps {
  model: PublishingModel;
  meeting: Meeting;
  publications: Publications;
}

/** A delegation's own account, for those who act for one. */
export function Readouts({ model, meeting, publications }: ReadoutsProps) {
  const [open, setOpen] = useState(false);
  const { may } = publications;
  if (!may.readout) return null;
  const party = meeting.delegations.find(({ id }) => id === may.delegation)?.name ?? "";
  return (
    <section className={styles.part} aria-labelledby="readouts">
      <h2 id="readouts">
        <Trans>Readout</Trans>
      </h2>
      <p className={styles.soft}>
        <Trans>
          The account of <bdi>{party}</bdi> alone. It is marked as that wherever it is read.
        </Trans>
      </p>
      <div className={styles.actions}>
        <Button onPress={() => setOpen(true)}>
          <Trans>Publish a readout…</Trans>
        </Button>
      </div>
      {open ? (
        <ReadoutDialog
          model={model}
          meeting={meeting}
          own={publications.publications.filter(
            ({ kind, delegation, supersededBy }) =>
              kind === "readout" && delegation === may.delegation && !supersededBy,
          )}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </section>
  );
}

type Words = Readonly<Record<string, string>>;

interface ReadoutDialogProps {
  model: PublishingModel;
  meeting: Meeting;
  /** The delegation's readouts that may be corrected. */
  own: readonly Publication[];
  onClose: () => void;
}

function ReadoutDialog({ model, meeting, own, onClose }: ReadoutDialogProps) {
  const { t, i18n } = useLingui();
  const [titles, setTitles] = useState<Words>({});
  const [bodies, setBodies] = useState<Words>({});
  const [corrects, setCorrects] = useState("");
  const [findings, setFindings] = useState<readonly StatementFinding[]>([]);
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const [when, whenFields] = useWhen(meeting);
  const [problem, setProblem] = useState<string>();
  const written = meeting.languages.filter((tag) => bodies[tag]?.trim());
  const of = (words: Words) => Object.fromEntries(written.map((tag) => [tag, words[tag]?.trim() ?? ""]));
  const overrides = overridesOf(findings, reasons);
  const publish = async () => {
    try {
      await model.readout({
        titles: of(titles),
        bodies: of(bodies),
        ...when,
        ...(corrects ? { supersedes: corrects } : {}),
        ...(overrides.length > 0 ? { overrides } : {}),
      });
      onClose();
    } catch (error) {
      setFindings(error instanceof CommandProblem ? error.findings : []);
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog title={t`Publish a readout`} open onClose={onClose} closeLabel={t`Close`} wide keeps>
      <p>
        <Trans>Languages without words are left out; all others appear at the same instant.</Trans>
      </p>
      {meeting.languages.map((tag) => {
        const name = atStart(languageName(tag, i18n.locale), i18n.locale);
        return (
          <fieldset key={tag} className={styles.language}>
            <legend>{name}</legend>
            <TextField
              label={t`Title`}
              lang={tag}
              value={titles[tag] ?? ""}
              maxLength={200}
              onChange={(title) => setTitles({ ...titles, [tag]: title })}
            />
            <TextField
              label={t`Words`}
              lang={tag}
              rows={6}
              value={bodies[tag] ?? ""}
              maxLength={15000}
              onChange={(body) => setBodies({ ...bodies, [tag]: body })}
            />
          </fieldset>
        );
      })}
      <Corrected own={own} chosen={corrects} onChoose={setCorrects} />
      {findings.length > 0 ? (
        <FindingList
          findings={findings}
          wordsOf={(finding) => titleWith(finding, { titles }) ?? bodies[finding.language]?.trim() ?? ""}
          reasons={reasons}
          onReason={(key, reason) => setReasons(new Map(reasons).set(key, reason))}
        />
      ) : null}
      {whenFields}
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={written.length === 0 || written.some((tag) => !titles[tag]?.trim())}
          onPress={() => void publish()}
        >
          <Trans>Publish</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}

interface CorrectedProps {
  own: readonly Publication[];
  chosen: string;
  onChoose: (id: string) => void;
}

/** Which earlier readout this one corrects, where there is one. */
function Corrected({ own, chosen, onChoose }: CorrectedProps) {
  if (own.length === 0) return null;
  return (
    <fieldset className={styles.options}>
      <legend>
        <Trans>Does it correct an earlier one?</Trans>
      </legend>
      <label>
        <input type="radio" name="corrects" checked={chosen === ""} onChange={() => onChoose("")} />
        <Trans>No, it is a new one</Trans>
      </label>
      {own.map(({ id, title }) => (
        <label key={id}>
          <input type="radio" name="corrects" checked={chosen === id} onChange={() => onChoose(id)} />
          <bdi>{title}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
