import { Trans, useLingui } from "@lingui/react/macro";
import type { Client } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { MicrophoneCheck } from "../prejoin/DeviceChecks";
import { Preview } from "../prejoin/Preview";
import { RecordedNotice } from "../recording/RecordedNotice";
import { Page } from "../shell/Page";
import styles from "./Lobby.module.css";

interface LobbyProps {
  client: Client;
  name: string;
  delegation?: string | undefined;
  publishes: boolean;
}

/** Waiting to be admitted: nothing is asked of the person, and nothing of them is seen or heard yet. */
export function Lobby({ client, name, delegation, publishes }: LobbyProps) {
  const { t, i18n } = useLingui();
  const session = useStore(client.session);
  const { meeting } = useStore(client.meeting);
  return (
    <Page title={t`In the lobby`} width="narrow" centred>
      <section className={styles.lobby} style={delegationStyle(meeting, delegation)}>
        <p className={styles.title}>{meeting ? titleIn(meeting, i18n.locale) : null}</p>
        <h1>
          <Trans>You are in the lobby</Trans>
        </h1>
        <div className={styles.waiting} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
        <p role="status">
          <Trans>The chair knows that you are here and will admit you. Please keep this page open.</Trans>
        </p>
        {session.phase === "reconnecting" ? (
          <Banner tone="warn" title={<Trans>The connection is lost</Trans>}>
            <Trans>You will take up your place in the lobby as soon as it is back.</Trans>
          </Banner>
        ) : null}
        <RecordedNotice meeting={meeting} speaks={publishes} />
        {publishes ? (
          <div className={styles.check}>
            <Preview devices={client.devices} name={name} />
            <MicrophoneCheck devices={client.devices} />
          </div>
        ) : null}
        <p className={styles.note}>
          <Trans>Nobody sees or hears you before you are admitted.</Trans>
        </p>
        <Button icon="leave" onPress={() => client.leave()}>
          <Trans>Leave the lobby</Trans>
        </Button>
      </section>
    </Page>
  );
}
