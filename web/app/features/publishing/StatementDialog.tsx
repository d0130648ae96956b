import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  CommandProblem,
  groupFindings,
  type Meeting,
  overridesOf,
  type PublishingModel,
  type PublishingView,
  type TextHead,
  titleWith,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { formatList, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { useWhen } from "./Embargo";
import { FindingList } from "./FindingList";
import styles from "./Publishing.module.css";

interface StatementDialogProps {
  model: PublishingModel;
  view: PublishingView;
  meeting: Meeting;
  text: TextHead;
  onClose: () => void;
}

/** Publishes an adopted text: when, and why what the checks have found is right all the same. */
export function StatementDialog({ model, view, meeting, text, onClose }: StatementDialogProps) {
  const { t, i18n } = useLingui();
  const [findings, setFindings] = useState(view.findings.get(text.id) ?? []);
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const [when, whenFields] = useWhen(meeting);
  const [problem, setProblem] = useState<string>();
  const paragraphs = view.paragraphs.get(text.id) ?? [];
  const found = (id = "") => paragraphs.find((one) => one.id === id);
  const overrides = overridesOf(findings, reasons);
  const publish = async () => {
    try {
      await model.publish({ text: text.id, ...when, ...(overrides.length > 0 ? { overrides } : {}) });
      onClose();
    } catch (error) {
      if (error instanceof CommandProblem && error.findings.length > 0) setFindings(error.findings);
      setProblem(problemText(error, i18n));
    }
  };
  const languages = formatList(
    text.languages.map((tag) => languageName(tag, i18n.locale)),
    i18n.locale,
  );
  return (
    <Dialog title={t`Publish the joint statement`} open onClose={onClose} closeLabel={t`Close`} wide>
      <p>
        <Trans>
          Everybody reads it in {languages} at the same instant, without an account. It cannot be changed
          afterwards: a correction is published beside it.
        </Trans>
      </p>
      {findings.length > 0 ? (
        <FindingList
          findings={findings}
          wordsOf={(finding) =>
            titleWith(finding, text) ?? found(finding.paragraph)?.words[finding.language]?.text ?? ""
          }
          numberOf={({ paragraph }) => found(paragraph)?.number ?? ""}
          reasons={reasons}
          onReason={(key, reason) => setReasons(new Map(reasons).set(key, reason))}
        />
      ) : null}
      {whenFields}
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={overrides.length < groupFindings(findings).length}
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
