import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { InvitationSummary, Meeting } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { ActionMenu } from "../../design/Menu";
import { useStore } from "../../use-store";
import { SendInvitation } from "../invitation/SendInvitation";
import { problemText } from "../meeting/problems";
import { useRoleNames } from "../roles";
import styles from "./DelegationPage.module.css";
import type { DelegationModel } from "./delegation-model";
import { useSeen } from "./use-seen";

interface MembersProps {
  model: DelegationModel;
  meeting: Meeting;
  onReplace: (member: InvitationSummary) => void;
}

/** The list of the delegation: who is on it, how they stand, who has opened the link and come. */
export function Members({ model, meeting, onReplace }: MembersProps) {
  const { t, i18n } = useLingui();
  const { members, links } = useStore(model);
  const [removing, setRemoving] = useState<InvitationSummary>();
  const [sending, setSending] = useState<InvitationSummary>();
  const [problem, setProblem] = useState<string>();
  const run = (command: Promise<void>) =>
    void command.then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(problemText(error, i18n)),
    );
  if (members.state === "loading")
    return (
      <p role="status">
        <Trans>Loading…</Trans>
      </p>
    );
  const list = members.state === "loaded" ? members.value.filter(({ revoked }) => !revoked) : [];
  const link = sending && links.get(sending.id);
  const removed = removing?.name ?? "";
  return (
    <>
      <Problem>{problem}</Problem>
      <ul className={styles.list}>
        {list.map((member) => (
          <Member
            key={member.id}
            member={member}
            meeting={meeting}
            hasLink={links.has(member.id)}
            onSend={() => setSending(member)}
            onReplace={() => onReplace(member)}
            onRemove={() => setRemoving(member)}
            onRenew={() => run(model.renew(member.id).then(() => setSending(member)))}
            onVouch={(vouched) => run(model.change(member.id, { vouched }))}
            onAuthority={(authority) => run(model.change(member.id, { authority }))}
          />
        ))}
      </ul>
      {sending && link ? (
        <SendInvitation link={link} name={sending.name} onClose={() => setSending(undefined)} />
      ) : null}
      <Confirm
        title={t`Take ${removed} off the list?`}
        open={removing !== undefined}
        confirmLabel={t`Take off the list`}
        cancelLabel={t`Cancel`}
        onConfirm={() => removing && run(model.remove(removing.id))}
        onClose={() => setRemoving(undefined)}
      >
        <Trans>The link stops working at once, and whoever uses it is disconnected.</Trans>
      </Confirm>
    </>
  );
}

interface MemberProps {
  member: InvitationSummary;
  meeting: Meeting;
  hasLink: boolean;
  onSend: () => void;
  onReplace: () => void;
  onRemove: () => void;
  onRenew: () => void;
  onVouch: (vouched: boolean) => void;
  onAuthority: (authority: boolean) => void;
}

function Member(props: MemberProps) {
  const { member, meeting, hasLink, onSend, onReplace, onRemove, onRenew, onVouch, onAuthority } = props;
  const { t } = useLingui();
  const roles = useRoleNames();
  const seen = useSeen(member);
  const { name, vouched, authority, focalPoint } = member;
  const mine = !focalPoint && member.role !== "chair" && member.role !== "organiser";
  const facts = [
    member.function,
    focalPoint ? t`Focal point` : member.role === "delegate" ? undefined : roles[member.role],
    authority ? t`acts for the delegation` : undefined,
    vouched || focalPoint ? t`vouched for` : t`guest`,
    member.entryRefused ? t`entry refused by the organiser` : undefined,
    seen,
  ];
  return (
    <li className={styles.member} style={delegationStyle(meeting, member.delegation)}>
      <div className={styles.who}>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className={styles.note}>
          <Facts facts={facts} />
        </span>
      </div>
      {mine ? (
        <div className={styles.actions}>
          {hasLink ? (
            <Button variant="primary" icon="send" aria-label={t`Send invitation: ${name}`} onPress={onSend}>
              <Trans>Send invitation</Trans>
            </Button>
          ) : (
            <Button icon="link" aria-label={t`New link for ${name}`} onPress={onRenew}>
              <Trans>New link</Trans>
            </Button>
          )}
          <ActionMenu
            label={name}
            trigger={<IconButton icon="more" label={t`Actions for ${name}`} />}
            actions={[
              {
                id: "vouch",
                icon: "check",
                label: vouched ? t`No longer vouch` : t`Vouch for this person`,
                run: () => onVouch(!vouched),
              },
              ...(member.role === "delegate"
                ? [
                    {
                      id: "authority",
                      icon: "agree" as const,
                      label: authority
                        ? t`Take the authority back`
                        : t`Let this person act for the delegation`,
                      run: () => onAuthority(!authority),
                    },
                  ]
                : []),
              ...(hasLink ? [{ id: "renew", icon: "link" as const, label: t`New link`, run: onRenew }] : []),
              { id: "replace", icon: "swap" as const, label: t`Replace by somebody else`, run: onReplace },
              { id: "remove", icon: "remove" as const, label: t`Take off the list`, run: onRemove },
            ]}
          />
        </div>
      ) : null}
    </li>
  );
}
