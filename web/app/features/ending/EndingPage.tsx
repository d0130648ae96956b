import { Trans, useLingui } from "@lingui/react/macro";
import type { Ending } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import styles from "./EndingPage.module.css";
import { endingText } from "./endings";
import { MessagePage } from "./MessagePage";

interface EndingPageProps {
  ending: Ending;
  onAgain: () => void;
  /** Address of the meeting's record, where there may be one. */
  record?: string;
  /** Address of its texts. */
  text?: string;
  /** Address of the page where the next meeting is agreed. */
  next?: string;
}

/** The last page of a session, or the first where a link does not work. */
export function EndingPage({ ending, onAgain, record, text: texts, next }: EndingPageProps) {
  const { i18n } = useLingui();
  const { text, known } = endingText(ending.code);
  return (
    <MessagePage
      icon={text.icon}
      tone={text.tone}
      title={i18n._(text.title)}
      actions={
        ending.canRejoin && text.again ? (
          <Button variant="primary" large onPress={onAgain}>
            {i18n._(text.again)}
          </Button>
        ) : undefined
      }
    >
      <p>{i18n._(text.what)}</p>
      <p className={styles.advice}>{i18n._(text.advice)}</p>
      {record ? (
        <p>
          <a href={record}>
            <Trans>Read the record of the meeting</Trans>
          </a>
        </p>
      ) : null}
      {texts ? (
        <p>
          <a href={texts}>
            <Trans>To the texts of the meeting</Trans>
          </a>
        </p>
      ) : null}
      {next ? (
        <p>
          <a href={next}>
            <Trans>When and where the delegations meet next</Trans>
          </a>
        </p>
      ) : null}
      {known ? null : (
        <p className={styles.detail} lang="en" dir="ltr">
          {ending.detail ?? ending.title ?? ending.code} ({ending.code})
        </p>
      )}
    </MessagePage>
  );
}
