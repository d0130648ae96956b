import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { PublishingModel } from "../../../client/index.ts";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { Page } from "../shell/Page";
import { CommitmentList } from "./CommitmentList";
import { Issued } from "./Issued";
import styles from "./Publishing.module.css";
import { Readouts } from "./Readouts";
import { Statements } from "./Statements";

interface PublishingPageProps {
  model: PublishingModel;
  /** Addresses of the meeting itself and of its texts. */
  link: string;
  text: string;
}

/** What the public gets to read of a meeting, and what became of what was promised. */
export function PublishingPage({ model, link, text }: PublishingPageProps) {
  const { t, i18n } = useLingui();
  const view = useStore(model.view);
  useEffect(() => {
    void model.load();
  }, [model]);
  const { about, publications, commitments } = view;
  if (view.state === "failed")
    return (
      <MessagePage icon="warning" title={t`The publications cannot be shown`}>
        <p role="alert">{problemText(view.problem, i18n)}</p>
      </MessagePage>
    );
  return (
    <Page title={t`Publication and commitments`} width="wide">
      <div className={styles.page}>
        <header>
          {about ? <bdi className={styles.soft}>{titleIn(about.meeting, i18n.locale)}</bdi> : null}
          <h1 className={styles.title}>
            <Trans>Publication and commitments</Trans>
          </h1>
        </header>
        {about && publications && commitments ? (
          <>
            <Statements model={model} view={view} meeting={about.meeting} textLink={text} />
            <Readouts model={model} meeting={about.meeting} publications={publications} />
            <Issued meeting={about.meeting} publications={publications} />
            <CommitmentList model={model} view={view} meeting={about.meeting} commitments={commitments} />
          </>
        ) : (
          <p role="status">
            <Trans>One moment…</Trans>
          </p>
        )}
        <footer className={styles.foot}>
          <a href={link}>
            <Trans>To the meeting</Trans>
          </a>
          <a href={text}>
            <Trans>To the texts</Trans>
          </a>
        </footer>
      </div>
    </Page>
  );
}
