import { Trans, useLingui } from "@lingui/react/macro";
import type { InvitationInfo } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { useRoleNames } from "../roles";
import styles from "./Identity.module.css";

/** Under which name, function and delegation the others will see the person. */
export function Identity({ invitation }: { invitation: InvitationInfo }) {
  const { t } = useLingui();
  const roles = useRoleNames();
  const delegation = invitation.meeting.delegations.find((one) => one.id === invitation.delegation);
  return (
    <section className={styles.card} aria-label={t`Who you are in this meeting`}>
      <p className={styles.lead}>
        <Trans>You join as</Trans>
      </p>
      <div className={styles.person}>
        <Avatar name={invitation.name} size="3rem" />
        <div className={styles.text}>
          <strong>{invitation.name}</strong>
          {invitation.function ? <span>{invitation.function}</span> : null}
        </div>
      </div>
      <dl className={styles.facts}>
        {delegation ? (
          <div>
            <dt>
              <Trans>Delegation</Trans>
            </dt>
            <dd className={styles.delegation}>{delegation.name}</dd>
          </div>
        ) : null}
        <div>
          <dt>
            <Trans>Role</Trans>
          </dt>
          <dd>{roles[invitation.role]}</dd>
        </div>
      </dl>
    </section>
  );
}
