import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { InvitationInfo } from "../../../client/index.ts";
import { delegationStyle } from "../../design/delegation";
import { formatDateTimeWithin, formatHere } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { OwnDelegation } from "../delegation/OwnDelegation";
import { MessagePage } from "../ending/MessagePage";
import { Identity } from "../prejoin/Identity";
import styles from "./Early.module.css";

// How often it is looked at whether it is time, ms, and every how many times the server is asked although the own clock says
// that it is not: that may be slow.
const lookEvery = 3000;
const askAnyway = 20;

/** Before the lobby opens: when that is, here and at the meeting. It opens by itself. */
export function Early({ invitation, onDue }: { invitation: InvitationInfo; onDue: () => void }) {
  const { t, i18n } = useLingui();
  const { meeting } = invitation;
  const opens = meeting.opens ?? "";
  useEffect(() => {
    let looks = 0;
    const timer = setInterval(() => {
      if (++looks % askAnyway === 0 || Date.now() >= Date.parse(opens)) onDue();
    }, lookEvery);
    return () => clearInterval(timer);
  }, [opens, onDue]);
  const there = formatDateTimeWithin(opens, i18n.locale, meeting.timezone);
  const here = formatHere(opens, i18n.locale, meeting.timezone);
  return (
    <MessagePage icon="clock" title={t`The lobby is not open yet`}>
      <p className={styles.title}>
        <bdi>{titleIn(meeting, i18n.locale)}</bdi>
      </p>
      <p>
        <Trans>
          It opens on <time dateTime={opens}>{there}</time>.
        </Trans>
      </p>
      {formatDateTimeWithin(opens, i18n.locale) === there ? null : (
        <p>
          <Trans>Your local time: {here}</Trans>
        </p>
      )}
      <p role="status">
        <Trans>This page opens by itself then. You may keep it open, or come back with the same link.</Trans>
      </p>
      <div className={styles.who} style={delegationStyle(meeting, invitation.delegation)}>
        <Identity invitation={invitation} />
        <OwnDelegation invitation={invitation} />
      </div>
    </MessagePage>
  );
}
