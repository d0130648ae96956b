import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  CommandProblem,
  type InvitationInfo,
  type InvitationSummary,
  isOver,
} from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button, LinkButton } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { formatList } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { EndingPage } from "../ending/EndingPage";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { When } from "../prejoin/When";
import { Page } from "../shell/Page";
import styles from "./DelegationPage.module.css";
import type { DelegationModel } from "./delegation-model";
import { MemberForm } from "./MemberForm";
import { Members } from "./Members";

interface DelegationPageProps {
  model: DelegationModel;
  /** The link to the meeting itself. */
  meetingLink: string;
}

/** The focal point's page: the members of the own delegation, and nobody else's. */
export function DelegationPage({ model, meetingLink }: DelegationPageProps) {
  const { t } = useLingui();
  const { invitation } = useStore(model);
  if (invitation.state === "loading")
    return (
      <MessagePage icon="clock" title={t`One moment…`}>
        <p role="status">
          <Trans>Loading…</Trans>
        </p>
      </MessagePage>
    );
  if (invitation.state === "failed")
    return <EndingPage ending={{ code: invitation.problem.code, canRejoin: true }} onAgain={model.reload} />;
  if (!invitation.value.focalPoint)
    return (
      <MessagePage
        icon="lock"
        tone="warn"
        title={t`This page is for focal points`}
        actions={
          <LinkButton variant="primary" href={meetingLink}>
            <Trans>To the meeting</Trans>
          </LinkButton>
        }
      >
        <p>
          <Trans>
            Your invitation opens the meeting; the list of your delegation is kept by its focal point.
          </Trans>
        </p>
      </MessagePage>
    );
  return <Own model={model} info={invitation.value} meetingLink={meetingLink} />;
}

function Own({ model, info, meetingLink }: DelegationPageProps & { info: InvitationInfo }) {
  const { t, i18n } = useLingui();
  const { members } = useStore(model);
  const [replacing, setReplacing] = useState<InvitationSummary>();
  const { meeting } = info;
  const delegation = meeting.delegations.find(({ id }) => id === info.delegation);
  const name = delegation?.name ?? "";
  const list = members.state === "loaded" ? members.value.filter(({ revoked }) => !revoked) : [];
  return (
    <Page title={t`Delegation: ${name}`} width="normal">
      <header className={styles.heading} style={delegationStyle(meeting, info.delegation)}>
        <p className={styles.meeting}>
          <bdi>{titleIn(meeting, i18n.locale)}</bdi>
        </p>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <When meeting={meeting} />
        {meeting.state === "cancelled" ? (
          <Banner tone="warn" title={<Trans>The meeting is cancelled</Trans>}>
            <bdi>{meeting.cancelReason}</bdi>
          </Banner>
        ) : null}
        <p className={styles.note}>
          <Trans>
            You are the focal point: you alone name and vouch for the members of this delegation. The
            organiser can refuse somebody entry, and cannot change this list.
          </Trans>
        </p>
        <div className={styles.actions}>
          <LinkButton icon="door" href={meetingLink}>
            <Trans>To the meeting</Trans>
          </LinkButton>
        </div>
      </header>
      <Adopting model={model} info={info} />
      {members.state === "failed" ? (
        <div role="alert">
          <Banner tone="danger">{problemText(members.problem, i18n)}</Banner>
        </div>
      ) : null}
      {meeting.state === "ended" ? (
        <Banner tone="info" title={<Trans>This meeting has ended: nobody can enter any more.</Trans>} />
      ) : (
        <MemberForm
          key={replacing?.id ?? ""}
          model={model}
          languages={meeting.languages}
          language={delegation?.languages[0] ?? meeting.languages[0] ?? "en"}
          replacing={replacing}
          onDone={() => setReplacing(undefined)}
        />
      )}
      <section className={styles.members} aria-labelledby="members">
        <div className={styles.row}>
          <h2 id="members">
            <Trans>Members</Trans>
          </h2>
          <span className={styles.note}>
            <Plural value={list.length} one="# person" other="# people" />
          </span>
          <Button variant="quiet" onPress={model.reload}>
            <Trans>Look again</Trans>
          </Button>
        </div>
        <Members model={model} meeting={meeting} onReplace={setReplacing} />
      </section>
    </Page>
  );
}

/** The agenda as it stands, to be adopted for the delegation. */
function Adopting({ model, info }: { model: DelegationModel; info: InvitationInfo }) {
  const { i18n } = useLingui();
  const [problem, setProblem] = useState<string>();
  const { meeting } = info;
  const provisional = meeting.agenda.some(({ adopted }) => !adopted);
  if (!provisional) return null;
  const mine = meeting.adoptedBy.includes(info.delegation ?? "");
  const awaited = meeting.delegations.filter(({ id }) => !meeting.adoptedBy.includes(id));
  const names = formatList(
    awaited.map(({ name }) => name),
    i18n.locale,
  );
  const adopt = () =>
    model.adopt().catch((error: unknown) => {
      setProblem(problemText(error, i18n));
      if (error instanceof CommandProblem && error.code === "agenda-changed") model.reload();
    });
  return (
    <section className={styles.agenda}>
      <Banner
        tone="info"
        title={<Trans>The agenda is provisional</Trans>}
        {...(mine || isOver(meeting)
          ? {}
          : {
              action: (
                <Button variant="primary" icon="check" onPress={() => void adopt()}>
                  <Trans>Adopt the agenda</Trans>
                </Button>
              ),
            })}
      >
        <Trans>Not adopted yet by: {names}.</Trans>
      </Banner>
      <ol className={styles.points}>
        {meeting.agenda.map((item) => (
          <li key={item.id}>
            <bdi>{titleIn(item, i18n.locale)}</bdi>{" "}
            {item.minutes ? (
              <small>
                {i18n.number(item.minutes, { style: "unit", unit: "minute", unitDisplay: "short" })}
              </small>
            ) : null}
          </li>
        ))}
      </ol>
      <Problem>{problem}</Problem>
    </section>
  );
}
