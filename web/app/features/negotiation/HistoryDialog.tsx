import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { Paragraph, ParagraphRevision } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Dialog } from "../../design/Dialog";
import { atStart, formatDateTime, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { Difference } from "../record/Difference";
import styles from "./Editor.module.css";
import { numberOf } from "./text-words";
import { useWork } from "./work";

interface HistoryDialogProps {
  paragraph: Paragraph;
  onClose: () => void;
}

/** What a paragraph has said, by whom and when, with what each change struck and added. */
export function HistoryDialog({ paragraph, onClose }: HistoryDialogProps) {
  const { t, i18n } = useLingui();
  const { model } = useWork();
  const { id, revision } = paragraph;
  const number = numberOf(paragraph);
  const [revisions, setRevisions] = useState<readonly ParagraphRevision[]>();
  const [problem, setProblem] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is there has changed
  useEffect(() => {
    let current = true;
    model.history(id).then(
      (history) => current && setRevisions(history.revisions),
      (error: unknown) => current && setProblem(problemText(error, i18n)),
    );
    return () => {
      current = false;
    };
  }, [model, id, revision, i18n]);
  return (
    <Dialog
      title={t`History of paragraph ${number}`}
      open
      onClose={onClose}
      closeLabel={t`Close`}
      wide
      reading
    >
      <Problem>{problem}</Problem>
      {revisions === undefined && !problem ? (
        <p role="status">
          <Trans>Loading…</Trans>
        </p>
      ) : null}
      <ol>
        {revisions?.map((one) => (
          <Revision key={one.revision} revision={one} />
        ))}
      </ol>
    </Dialog>
  );
}

function Revision({ revision }: { revision: ParagraphRevision }) {
  const { i18n } = useLingui();
  const { partyName } = useWork();
  const { byName, delegation, at, words, differences } = revision;
  const number = i18n.number(revision.revision);
  return (
    <li className={styles.revision}>
      <p className={styles.row}>
        <strong>
          <bdi>{partyName(delegation)}</bdi>
        </strong>
        <bdi>{byName}</bdi>
        <time className={styles.quiet} dateTime={at}>
          {formatDateTime(at, i18n.locale)}
        </time>
        <span className={styles.quiet}>
          <Trans>Revision {number}</Trans>
        </span>
      </p>
      {Object.entries(differences).map(([language, pieces]) => (
        <div key={language}>
          <p className={styles.quiet}>
            {atStart(languageName(language, i18n.locale), i18n.locale)}
            {words[language]?.source === "machine" ? (
              <>
                {": "}
                <Trans>machine draft</Trans>
              </>
            ) : null}
          </p>
          <Difference pieces={pieces} lang={language} />
        </div>
      ))}
    </li>
  );
}
