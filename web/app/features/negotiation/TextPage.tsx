import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { Negotiation } from "../../../client/index.ts";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { Page } from "../shell/Page";
import { TextContent } from "./TextContent";
import type { TextWorkProps } from "./TextWork";
import styles from "./TextWork.module.css";

interface TextPageProps {
  model: Negotiation;
  /** Addresses of the meeting itself and of its record. */
  link: string;
  record: string;
  publication: string;
  initial?: TextWorkProps["initial"];
}

/** The texts that the delegations of a meeting negotiate, for weeks around it. */
export function TextPage({ model, link, record, publication, initial }: TextPageProps) {
  const { t, i18n } = useLingui();
  const view = useStore(model.view);
  useEffect(() => {
    model.open();
    return () => model.close();
  }, [model]);
  if (view.state === "failed")
    return (
      <MessagePage icon="warning" title={t`The text cannot be shown`}>
        <p role="alert">{problemText(view.problem, i18n)}</p>
      </MessagePage>
    );
  const meeting = view.about?.meeting;
  const title = view.head ? titleIn(view.head, i18n.locale) : meeting ? titleIn(meeting, i18n.locale) : "";
  return (
    <Page title={title === "" ? t`Text` : t`Text: ${title}`} width="wide">
      <div className={styles.container}>
        {meeting ? (
          <p className={styles.soft}>
            <bdi>{titleIn(meeting, i18n.locale)}</bdi>
          </p>
        ) : null}
        {view.head ? null : (
          <h1>
            <Trans>Texts</Trans>
          </h1>
        )}
        <TextContent model={model} view={view} {...(initial ? { initial } : {})} />
      </div>
      <footer className={styles.foot}>
        <a href={link}>
          <Trans>To the meeting</Trans>
        </a>
        <a href={record}>
          <Trans>Read the record of the meeting</Trans>
        </a>
        <a href={publication}>
          <Trans>Publication and commitments</Trans>
        </a>
      </footer>
    </Page>
  );
}
