import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import type { InvitationSummary, Meeting } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { atStart, formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { When } from "../prejoin/When";
import { useRoleNames } from "../roles";
import { useMeetingStates } from "./AdminPage";
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
      {meeting.state === "ended" ? null : <InterpretationForm model={model} meeting={meeting} />}
    </div>
  );
}

function Invitations({ model, meeting }: MeetingDetailsProps) {
  const { t, i18n } = useLingui();
  const { invitations, links } = useStore(model);
  const [revoking, setRevoking] = useState<InvitationSummary>();
  const [problem, setProblem] = useState<string>();
  const name = revoking?.name ?? "";
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
      {problem ? (
        <div role="alert">
          <Banner tone="danger">{problem}</Banner>
        </div>
      ) : null}
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
              lost, revoke the invitation and make a new one.
            </Trans>
          </p>
          <ul className={styles.list}>
            {invitations.value.map((invitation) => (
              <Invitation
                key={invitation.id}
                invitation={invitation}
                meeting={meeting}
                link={links.get(invitation.id)}
                onRevoke={() => setRevoking(invitation)}
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

interface InvitationProps {
  invitation: InvitationSummary;
  meeting: Meeting;
  link: string | undefined;
  onRevoke: () => void;
}

function Invitation({ invitation, meeting, link, onRevoke }: InvitationProps) {
  const { t } = useLingui();
  const roles = useRoleNames();
  const delegation = meeting.delegations.find(({ id }) => id === invitation.delegation);
  const { name } = invitation;
  const facts = [
    roles[invitation.role],
    invitation.function,
    delegation?.name,
    invitation.shared ? t`shared link` : undefined,
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
          <Button
            variant="quiet"
            icon="remove"
            aria-label={t`Revoke the invitation of ${name}`}
            onPress={onRevoke}
          >
            <Trans>Revoke</Trans>
          </Button>
        </div>
      )}
    </li>
  );
}
