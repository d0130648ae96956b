import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Devices, DeviceView, OwnInput } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { type Option, SelectField } from "../../design/Field";
import { Meter } from "../../design/Meter";
import { useStore } from "../../use-store";
import styles from "./DeviceChecks.module.css";
import { deviceAdvice } from "./device-advice";

interface ProblemProps {
  device: "microphone" | "camera";
  input: OwnInput;
  onRetry: () => void;
}

/** What is wrong with a device and what to do; nothing where it works. */
export function DeviceProblemBanner({ device, input, onRetry }: ProblemProps) {
  const { i18n } = useLingui();
  if (!input.problem) return null;
  const { title, advice } = deviceAdvice(device, input.problem);
  const hopeless = input.problem === "insecure" || input.problem === "unsupported";
  return (
    <Banner
      tone="warn"
      icon={device === "microphone" ? "microphoneOff" : "cameraOff"}
      title={i18n._(title)}
      action={
        hopeless ? undefined : (
          <Button onPress={onRetry} isDisabled={input.pending}>
            <Trans>Try again</Trans>
          </Button>
        )
      }
    >
      {i18n._(advice)}
    </Banner>
  );
}

/** The devices of one kind as options; browsers give no names before permission. */
function useOptions(devices: readonly DeviceView[], selected: string): readonly Option[] {
  const { t } = useLingui();
  const options = devices.map((device, index) => ({
    id: device.id,
    label: device.label || t({ message: `Device ${index + 1}` }),
  }));
  return options.some((option) => option.id === selected)
    ? options
    : [{ id: selected, label: t`The browser's choice` }, ...options];
}

/** Choice and level of the microphone. */
export function MicrophoneCheck({ devices }: { devices: Devices }) {
  const { t } = useLingui();
  const { microphone } = useStore(devices.view);
  const options = useOptions(microphone.devices, microphone.selected);
  return (
    <div className={styles.check}>
      <SelectField
        label={t`Microphone`}
        icon="microphone"
        options={options}
        selected={microphone.selected}
        onSelect={(id) => void devices.chooseMicrophone(id)}
        disabled={microphone.devices.length === 0}
      />
      <div className={styles.level}>
        <Meter label={t`Level of the microphone`} level={devices.level} />
        <p className={styles.hint}>
          {microphone.on && microphone.live ? (
            <Trans>Say something: the bars move while you speak.</Trans>
          ) : (
            <Trans>The microphone is off.</Trans>
          )}
        </p>
      </div>
    </div>
  );
}

/** Choice of the camera. */
export function CameraCheck({ devices }: { devices: Devices }) {
  const { t } = useLingui();
  const { camera } = useStore(devices.view);
  const options = useOptions(camera.devices, camera.selected);
  return (
    <SelectField
      label={t`Camera`}
      icon="camera"
      options={options}
      selected={camera.selected}
      onSelect={(id) => void devices.chooseCamera(id)}
      disabled={camera.devices.length === 0}
    />
  );
}

/** Choice of where sound is played, and a sound to try it. */
export function SpeakerCheck({ devices }: { devices: Devices }) {
  const { t } = useLingui();
  const { speaker } = useStore(devices.view);
  const [playing, setPlaying] = useState(false);
  const options = useOptions(speaker.devices, speaker.selected);
  const test = () => {
    setPlaying(true);
    void devices.testSpeaker().finally(() => setPlaying(false));
  };
  return (
    <div className={styles.check}>
      {speaker.choosable ? (
        <SelectField
          label={t`Headphones or speaker`}
          icon="headphones"
          options={options}
          selected={speaker.selected}
          onSelect={(id) => void devices.chooseSpeaker(id)}
        />
      ) : null}
      <div className={styles.test}>
        <Button icon="speaker" onPress={test} isDisabled={playing}>
          {playing ? <Trans>Playing…</Trans> : <Trans>Play a test sound</Trans>}
        </Button>
        <p className={styles.hint}>
          <Trans>You should hear a rising tone. If not, raise the volume or choose another output.</Trans>
        </p>
      </div>
      {speaker.suggestHeadphones ? (
        <Banner tone="info" icon="headphones" title={<Trans>Headphones are better</Trans>}>
          <Trans>
            With loudspeakers the others, and the interpreters above all, may hear themselves again.
          </Trans>
        </Banner>
      ) : null}
    </div>
  );
}
