import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { type Client, type InvitationInfo, mayPublish } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { delegationStyle } from "../../design/delegation";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { OwnDelegation } from "../delegation/OwnDelegation";
import { RecordedNotice } from "../recording/RecordedNotice";
import { LanguageFields } from "../shell/LanguageFields";
import { Page } from "../shell/Page";
import { CameraCheck, DeviceProblemBanner, MicrophoneCheck, SpeakerCheck } from "./DeviceChecks";
import { Identity } from "./Identity";
import styles from "./PreJoin.module.css";
import { Preview } from "./Preview";
import { HeadphonesField, SourceCheck } from "./SourceCheck";
import { When } from "./When";

interface PreJoinProps {
  client: Client;
  invitation: InvitationInfo;
}

/** The check before the meeting: who one is, what one sends, what one hears, and the door. */
export function PreJoin({ client, invitation }: PreJoinProps) {
  const { i18n } = useLingui();
  const { meeting } = invitation;
  const title = titleIn(meeting, i18n.locale);
  const publishes = mayPublish(invitation.role);
  useEffect(() => {
    if (publishes) void client.devices.start();
  }, [client, publishes]);
  return (
    <Page title={title} width="normal">
      <header className={styles.heading}>
        <h1>{title}</h1>
        <When meeting={meeting} />
      </header>
      <RecordedNotice meeting={meeting} speaks={publishes} />
      <div
        className={cx(styles.columns, !publishes && styles.alone)}
        style={delegationStyle(meeting, invitation.delegation)}
      >
        <div className={styles.who}>
          <Identity invitation={invitation} />
          <OwnDelegation invitation={invitation} />
        </div>
        {publishes ? <OwnMedia client={client} name={invitation.name} /> : null}
        <div className={styles.side}>
          {publishes ? null : (
            <Banner tone="info" icon="headphones" title={<Trans>You watch and listen</Trans>}>
              <Trans>
                Your invitation is to follow the meeting: your microphone and camera are not used.
              </Trans>
            </Banner>
          )}
          {publishes ? null : <SpeakerCheck devices={client.devices} />}
          <Languages client={client} invitation={invitation} />
        </div>
        <Join client={client} invitation={invitation} publishes={publishes} />
      </div>
    </Page>
  );
}

function OwnMedia({ client, name }: { client: Client; name: string }) {
  const { t } = useLingui();
  const { microphone, camera } = useStore(client.devices.view);
  const { devices } = client;
  return (
    <section className={styles.media} aria-label={t`Picture and sound`}>
      <Preview devices={devices} name={name} />
      <div className={styles.toggles}>
        <Button
          icon={microphone.on ? "microphone" : "microphoneOff"}
          onPress={() => void devices.setMicrophone(!microphone.on)}
          isDisabled={microphone.pending}
        >
          {microphone.on ? <Trans>Turn microphone off</Trans> : <Trans>Turn microphone on</Trans>}
        </Button>
        <Button
          icon={camera.on ? "camera" : "cameraOff"}
          onPress={() => void devices.setCamera(!camera.on)}
          isDisabled={camera.pending}
        >
          {camera.on ? <Trans>Turn camera off</Trans> : <Trans>Turn camera on</Trans>}
        </Button>
      </div>
      <DeviceProblemBanner
        device="microphone"
        input={microphone}
        onRetry={() => void devices.setMicrophone(true)}
      />
      <DeviceProblemBanner device="camera" input={camera} onRetry={() => void devices.setCamera(true)} />
      <div className={styles.checks}>
        <div className={styles.inputs}>
          <MicrophoneCheck devices={devices} />
          <CameraCheck devices={devices} />
        </div>
        <div className={styles.inputs}>
          <SpeakerCheck devices={devices} />
          <HeadphonesField devices={devices} />
        </div>
      </div>
      <SourceCheck devices={devices} />
    </section>
  );
}

function Languages({ client, invitation }: PreJoinProps) {
  return (
    <div className={styles.languages}>
      <LanguageFields client={client} languages={invitation.meeting.languages} own={invitation.language} />
    </div>
  );
}

function Join({ client, invitation, publishes }: PreJoinProps & { publishes: boolean }) {
  const { phase } = useStore(client.session);
  const { microphone, camera } = useStore(client.devices.view);
  const joining = phase === "connecting";
  const without = publishes && !(microphone.live && microphone.on) && !(camera.live && camera.on);
  return (
    <div className={styles.join}>
      <Button variant="primary" large wide icon="door" onPress={() => client.join()} isDisabled={joining}>
        {joining ? (
          <Trans>Joining…</Trans>
        ) : without ? (
          <Trans>Join without microphone and camera</Trans>
        ) : (
          <Trans>Join the meeting</Trans>
        )}
      </Button>
      <p className={styles.note}>
        {invitation.admission === "lobby" ? (
          <Trans>You wait in the lobby until the chair admits you.</Trans>
        ) : (
          <Trans>You enter at once.</Trans>
        )}
      </p>
    </div>
  );
}
