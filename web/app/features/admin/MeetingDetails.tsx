import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { type InvitationSummary, isOver, type Meeting } from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { ActionMenu } from "../../design/Menu";
import { atStart, formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { useSeen } from "../delegation/use-seen";
import { SendButton } from "../invitation/SendButton";
import { problemText } from "../meeting/problems";
import { When } from "../prejoin/When";
import { useRoleNames } from "../roles";
import { useMeetingStates } from "./AdminPage";
import { AgendaForm } from "./AgendaForm";
import type { AdminModel } from "./admin-model";
import { CopyLink } from "./CopyLink";
import { InterpretationForm } from "./InterpretationForm";
import { InvitationForm } from "./InvitationForm";
import styles from "./MeetingDetails.module.css";

interface MeetingDetailsProps {
  model: AdminModel;
  meeting: Meeting;
}

/** One meeting: its facts, a new invitation, who is invited, the booths. The focus goes to its title when it is chosen. */
export function MeetingDetails({ model, meeting }: MeetingDetailsProps) {
  const { i18n } = useLingui();
  const states = useMeetingStates();
  const languages = meeting.languages.map((tag) => languageName(tag, i18n.locale));
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []); // on a phone it is below all meetings
  return (
    <div className={styles.details}>
      <header className={styles.heading}>
        <h2 ref={title} tabIndex={-1}>
          <bdi>{titleIn(meeting, i18n.locale)}</bdi>
        </h2>
        <When meeting={meeting} />
        {meeting.state === "cancelled" ? (
          <Banner tone="warn" title={<Trans>The meeting is cancelled</Trans>}>
            <bdi>{meeting.cancelReason}</bdi>
          </Banner>
        ) : null}
        {meeting.zoneMoved ? (
          <Banner tone="warn" title={<Trans>The rules of the time zone have changed</Trans>}>
            <Trans>
              Since the meeting was made the clocks of its zone have been set anew: its beginning is the same
              instant, and another hour there than was meant. Tell the delegations, or make the meeting anew.
            </Trans>
          </Banner>
        ) : null}
        <p className={styles.facts}>
          <span>{states[meeting.state]}</span>
          <span>{atStart(formatList(languages, i18n.locale), i18n.locale)}</span>
        </p>
        <ul className={styles.delegations}>
          {meeting.delegations.map(({ id, name }) => (
            <li key={id} style={delegationStyle(meeting, id)}>
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      </header>
      {meeting.state === "ended" ? (
        <Banner tone="info" title={<Trans>This meeting has ended: nobody can enter any more.</Trans>} />
      ) : (
        <InvitationForm model={model} meeting={meeting} />
      )}
      <Invitations model={model} meeting={meeting} />
      <AgendaForm key={meeting.agendaRevision} model={model} meeting={meeting} />
      {isOver(meeting) ? null : <InterpretationForm model={model} meeting={meeting} />}
    </div>
  );
}

function Invitations({ model, meeting }: MeetingDetailsProps) {
  const { t, i18n } = useLingui();
  const { invitations, links } = useStore(model);
  const [revoking, setRevoking] = useState<InvitationSummary>();
  const [problem, setProblem] = useState<string>();
  const name = revoking?.name ?? "";
  const run = (command: Promise<void>) =>
    void command.then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(problemText(error, i18n)),
    );
  return (
    <section className={styles.invitations}>
      <h3>
        <Trans>Invitations</Trans>
      </h3>
      {invitations.state === "loading" ? (
        <p role="status">
          <Trans>Loading…</Trans>
        </p>
      ) : null}
      {invitations.state === "failed" ? (
        <Banner tone="danger">{problemText(invitations.problem, i18n)}</Banner>
      ) : null}
      <Problem>{problem}</Problem>
      {invitations.state === "loaded" && invitations.value.length === 0 ? (
        <p className={styles.note}>
          <Trans>Nobody is invited yet.</Trans>
        </p>
      ) : null}
      {invitations.state === "loaded" && invitations.value.length > 0 ? (
        <>
          <p className={styles.note}>
            <Trans>
              A link is shown once, when it is made: the server keeps only a fingerprint of it. If one is
              lost, make a new link for the invitation. The members of a delegation that has a focal point are
              on that one's list; you can refuse them entry.
            </Trans>
          </p>
          <ul className={styles.list}>
            {invitations.value.map((invitation) => (
              <Invitation
                key={invitation.id}
                invitation={invitation}
                meeting={meeting}
                link={links.get(invitation.id)}
                theirs={isTheirs(invitation, invitations.value)}
                onRevoke={() => setRevoking(invitation)}
                onRenew={() => run(model.renew(invitation.id))}
                onEntry={() => run(model.refuseEntry(invitation.id, !invitation.entryRefused))}
              />
            ))}
          </ul>
        </>
      ) : null}
      <Confirm
        title={t`Revoke the invitation of ${name}?`}
        open={revoking !== undefined}
        confirmLabel={t`Revoke`}
        cancelLabel={t`Cancel`}
        onConfirm={() => {
          if (!revoking) return;
          model.revoke(revoking.id).catch((error: unknown) => setProblem(problemText(error, i18n)));
        }}
        onClose={() => setRevoking(undefined)}
      >
        <Trans>The link stops working at once, and whoever uses it is disconnected.</Trans>
      </Confirm>
    </section>
  );
}

/** Whether a delegation's focal point keeps an invitation: the organiser can refuse entry, and nothing else. */
function isTheirs(invitation: InvitationSummary, all: readonly InvitationSummary[]): boolean {
  const { delegation, focalPoint, role } = invitation;
  if (!delegation || focalPoint || role === "chair" || role === "organiser") return false;
  return all.some((one) => one.focalPoint && one.delegation === delegation);
}

interface InvitationProps {
  invitation: InvitationSummary;
  meeting: Meeting;
  link: string | undefined;
  /** It is on the list of a delegation that has a focal point. */
  theirs: boolean;
  onRevoke: () => void;
  onRenew: () => void;
  onEntry: () => void;
}

function Invitation({ invitation, meeting, link, theirs, onRevoke, onRenew, onEntry }: InvitationProps) {
  const { t } = useLingui();
  const roles = useRoleNames();
  const delegation = meeting.delegations.find(({ id }) => id === invitation.delegation);
  const { name } = invitation;
  const seen = useSeen(invitation);
  const facts = [
    invitation.focalPoint ? t`Focal point` : roles[invitation.role],
    invitation.function,
    delegation?.name,
    invitation.authority ? t`acts for the delegation` : undefined,
    invitation.vouched ? t`vouched for` : undefined,
    invitation.shared ? t`shared link` : undefined,
    invitation.entryRefused ? t`entry refused` : undefined,
    invitation.shared || invitation.revoked ? undefined : seen,
  ];
  const entry = {
    id: "entry",
    icon: "door" as const,
    label: invitation.entryRefused ? t`Allow entry again` : t`Refuse entry`,
    run: onEntry,
  };
  const actions = [
    ...(theirs ? [] : [{ id: "renew", icon: "link" as const, label: t`New link`, run: onRenew }]),
    ...(isOver(meeting) ? [] : [entry]),
  ];
  return (
    <li
      className={styles.invitation}
      style={delegationStyle(meeting, invitation.delegation)}
      data-revoked={invitation.revoked || undefined}
    >
      <div className={styles.who}>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className={styles.note}>
          <Facts facts={facts} />
        </span>
      </div>
      {invitation.revoked ? (
        <span className={styles.revoked}>
          <Trans>Revoked</Trans>
        </span>
      ) : (
        <div className={styles.actions}>
          {link ? <CopyLink link={link} name={name} /> : null}
          {link && !invitation.shared ? <SendButton link={link} name={name} /> : null}
          {theirs ? null : (
            <Button
              variant="quiet"
              icon="remove"
              aria-label={t`Revoke the invitation of ${name}`}
              onPress={onRevoke}
            >
              <Trans>Revoke</Trans>
            </Button>
          )}
          {actions.length > 0 ? (
            <ActionMenu
              label={name}
              trigger={<IconButton icon="more" label={t`Actions for ${name}`} />}
              actions={actions}
            />
          ) : null}
        </div>
      )}
    </li>
  );
}
