import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Banner } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { formatClock } from "../../i18n/format";
import { useStore } from "../../use-store";
import { PointBanners } from "../floor/PointsOfOrder";
import { SoundCall } from "../interpretation/SoundCall";
import { DeviceProblemBanner } from "../prejoin/DeviceChecks";
import { RecorderBanner } from "../recording/RecorderBanner";
import styles from "./Banners.module.css";
import { useRoom } from "./room";
import { useNow } from "./use-now";

/**
 * What concerns oneself now: the connection, a meeting that is not recorded, blocked sound, sound too loud for the ears,
 * the own floor, own sound that the interpreters cannot work from, the own screen, missing devices.
 */
export function Banners({ exposure = true }: { exposure?: boolean }) {
  return (
    <div className={styles.banners}>
      <ConnectionBanner />
      <RecordingBanner />
      <RecorderBanner />
      <SoundBanner />
      {exposure ? <ExposureBanner /> : null}
      <FloorBanner />
      <PointBanners />
      <SoundCall />
      <ScreenBanner />
      <DeviceBanners />
    </div>
  );
}

function ConnectionBanner() {
  const { client } = useRoom();
  const { phase, lost, media, mediaProblem } = useStore(client.session);
  if (phase === "reconnecting") return <LostBanner since={lost?.since} online={lost?.online ?? true} />;
  if (mediaProblem) {
    return (
      <Banner tone="danger" title={<Trans>Picture and sound could not be set up</Trans>}>
        <span lang="en" dir="ltr">
          {mediaProblem.detail ?? mediaProblem.title}
        </span>
      </Banner>
    );
  }
  if (media === "blocked") {
    return (
      <Banner tone="danger" title={<Trans>Picture and sound cannot get through</Trans>}>
        <Trans>
          A firewall is probably in the way. Try another network, a phone's for example, or ask your
          technician to open the server's media port. The chat works meanwhile.
        </Trans>
      </Banner>
    );
  }
  if (media === "reconnecting") {
    return (
      <Banner tone="warn">
        <Trans>Picture and sound are being restored…</Trans>
      </Banner>
    );
  }
  return null;
}

function LostBanner({ since, online }: { since: number | undefined; online: boolean }) {
  const { i18n } = useLingui();
  const now = useNow(1000);
  const duration = since === undefined ? "" : formatClock(now - since, i18n.locale);
  return (
    <div role="alert">
      <Banner tone="warn" title={<Trans>The connection is lost. Reconnecting…</Trans>}>
        {online ? (
          <Trans>You keep your place; everything comes back by itself.</Trans>
        ) : (
          <Trans>
            This device has no network. Check the cable or the Wi-Fi; the rest comes back by itself.
          </Trans>
        )}{" "}
        <span aria-hidden="true">{duration}</span>
      </Banner>
    </div>
  );
}

function RecordingBanner() {
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  if (!meeting?.notRecorded) return null;
  return (
    <div role="alert">
      <Banner
        tone="danger"
        title={<Trans>This meeting is not being recorded: the server cannot write</Trans>}
      >
        <Trans>
          You see and hear each other as before. Messages, the floor and admissions are refused for now;
          nothing accepted before is lost, and this notice goes away by itself. Tell the organiser.
        </Trans>
      </Banner>
    </div>
  );
}

function SoundBanner() {
  const { client } = useRoom();
  const { blocked } = useStore(client.sound.view);
  if (!blocked) return null;
  return (
    <div role="alert">
      <Banner
        tone="warn"
        icon="speakerOff"
        title={<Trans>Sound is blocked by the browser</Trans>}
        action={
          <Button variant="primary" icon="speaker" onPress={() => void client.sound.unblock()}>
            <Trans>Click to hear</Trans>
          </Button>
        }
      />
    </div>
  );
}

/** Of the volume, for one press: 6 dB. */
const QUIETER = 0.5;

/** Hearing protection for who listens with headphones: of a loudspeaker nobody knows how loud it is at the ear. */
function ExposureBanner() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { tooLoud, volume } = useStore(client.sound.view);
  const { headphones } = useStore(client.devices.view);
  const [dismissed, setDismissed] = useState(false);
  if (!tooLoud && dismissed) setDismissed(false); // until it is too loud again
  if (!tooLoud || !headphones || dismissed) return null;
  return (
    <div role="status">
      <Banner
        tone="warn"
        icon="speaker"
        title={<Trans>Loud for your ears: turn the volume down.</Trans>}
        action={
          <>
            <Button
              onPress={() => {
                client.sound.setVolume(volume * QUIETER);
                setDismissed(true); // the mean of a minute takes its time
              }}
            >
              <Trans>Make it quieter</Trans>
            </Button>
            <IconButton icon="close" label={t`Dismiss`} onPress={() => setDismissed(true)} />
          </>
        }
      >
        <Trans>The last minute was louder than is good for hours with headphones.</Trans>
      </Banner>
    </div>
  );
}

function FloorBanner() {
  const { client, run } = useRoom();
  const { me, may } = useStore(client.meeting);
  if (!me?.holdsFloor) return null;
  return (
    <Banner
      tone="floor"
      title={<Trans>You have the floor</Trans>}
      action={
        may.yieldFloor ? (
          <Button onPress={() => run(client.commands.yieldFloor())}>
            <Trans>Give the floor back</Trans>
          </Button>
        ) : undefined
      }
    >
      {me.microphone ? (
        <Trans>Everybody hears you.</Trans>
      ) : (
        <Trans>Your microphone is off: nobody hears you yet.</Trans>
      )}
    </Banner>
  );
}

function ScreenBanner() {
  const { client } = useRoom();
  const { screen } = useStore(client.devices.view);
  if (!screen.on) return null;
  return (
    <Banner
      tone="info"
      icon="screen"
      title={<Trans>You are sharing your screen</Trans>}
      action={
        <Button icon="screenOff" onPress={() => client.devices.stopScreen()}>
          <Trans>Stop sharing</Trans>
        </Button>
      }
    >
      {screen.sound ? <Trans>With its sound.</Trans> : <Trans>Without sound.</Trans>}
    </Banner>
  );
}

/** Missing devices are told in the meeting only where the person wants them on. */
function DeviceBanners() {
  const { client } = useRoom();
  const { microphone, camera } = useStore(client.devices.view);
  const { may } = useStore(client.meeting);
  if (!may.publish) return null;
  return (
    <>
      {microphone.on ? (
        <DeviceProblemBanner
          device="microphone"
          input={microphone}
          onRetry={() => void client.devices.setMicrophone(true)}
        />
      ) : null}
      {camera.on ? (
        <DeviceProblemBanner
          device="camera"
          input={camera}
          onRetry={() => void client.devices.setCamera(true)}
        />
      ) : null}
    </>
  );
}
