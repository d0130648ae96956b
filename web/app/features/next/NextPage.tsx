import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { NextMeeting, NextPlanning } from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { Page } from "../shell/Page";
import { Homes } from "./Homes";
import styles from "./NextPage.module.css";
import { Plan } from "./Plan";
import { ProposeForm } from "./ProposeForm";
import { Series } from "./Series";
import { Slots } from "./Slots";

export interface NextPageProps {
  model: NextPlanning;
  /** Address of the meeting itself. */
  link: string;
  /** Address of another meeting of the series, where this browser has a link to it. */
  linkTo: (meeting: string) => string | undefined;
}

/** When and where the delegations meet next: proposed, accepted, set. */
export function NextPage(props: NextPageProps) {
  const { model } = props;
  const { t, i18n } = useLingui();
  const { next, problem } = useStore(model.view);
  useEffect(() => model.open(), [model]);
  if (next !== undefined) return <Loaded {...props} next={next} />;
  if (problem !== undefined)
    return (
      <MessagePage icon="warning" title={t`The next meeting cannot be shown`}>
        <p role="alert">{problemText(problem, i18n)}</p>
      </MessagePage>
    );
  return (
    <MessagePage icon="clock" title={t`One moment…`}>
      <p role="status">
        <Trans>Loading…</Trans>
      </p>
    </MessagePage>
  );
}

function Loaded({ model, next, link, linkTo }: NextPageProps & { next: NextMeeting }) {
  const { t, i18n } = useLingui();
  const [problem, setProblem] = useState<string>();
  const [counter, setCounter] = useState("");
  const form = useRef<HTMLElement>(null);
  const run = (command: Promise<void>) => {
    setProblem(undefined);
    command.catch((error: unknown) => setProblem(problemText(error, i18n)));
  };
  const onCounter = (slot: string) => {
    setCounter(slot);
    form.current?.scrollIntoView({ block: "start" });
    form.current?.querySelector("input")?.focus();
  };
  return (
    <Page title={t`Next meeting`}>
      <header className={styles.heading}>
        <p className={styles.soft}>
          <bdi>{next.title}</bdi>
        </p>
        <h1>
          <Trans>Next meeting</Trans>
        </h1>
      </header>
      <Problem>{problem}</Problem>
      <Plan model={model} next={next} run={run} />
      <Slots model={model} next={next} run={run} onCounter={onCounter} />
      {next.may.propose ? (
        <ProposeForm ref={form} model={model} next={next} counter={counter} onCounter={setCounter} />
      ) : (
        <Banner tone="info">
          <Trans>
            Times are proposed and accepted by each delegation’s focal point, or by who acts for it. The chair
            sets the meeting when all have accepted.
          </Trans>
        </Banner>
      )}
      <Homes model={model} next={next} />
      <Series series={next.series} linkTo={linkTo} />
      <footer className={styles.foot}>
        <a href={link}>
          <Trans>To the meeting</Trans>
        </a>
      </footer>
    </Page>
  );
}
