import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import type { BoothView } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { LanguagesField } from "../admin/LanguagesField";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { CameraCheck, DeviceProblemBanner, MicrophoneCheck, SpeakerCheck } from "../prejoin/DeviceChecks";
import { Preview } from "../prejoin/Preview";
import { useConsole } from "./booth-context";
import styles from "./Check.module.css";

// Level (0 … 1) that counts as having spoken into the microphone.
const spoken = 0.3;

/** The check before the shift; then the seat is on standby. */
export function Check() {
  const [view] = useConsole();
  return view.booth?.kind === "sign" ? <SignCheck /> : <VoiceCheck />;
}

/** Microphone, headphones, level. */
function VoiceCheck() {
  const { t } = useLingui();
  const { client } = useRoom();
  const [view] = useConsole();
  const { microphone, unprocessed } = useStore(client.devices.view);
  const [heard, setHeard] = useState(false);
  const level = useSpoken();
  const devices = microphone.live && !microphone.problem;
  return (
    <Frame
      checks={{ devices, headphones: heard, level }}
      summary={<Trans>Three things, then you are on standby. The microphone stays closed.</Trans>}
    >
      <Step done={devices} title={t`Microphone`}>
        <DeviceProblemBanner
          device="microphone"
          input={microphone}
          onRetry={() => void client.devices.setMicrophone(true)}
        />
        <MicrophoneCheck devices={client.devices} />
        <Unprocessed value={unprocessed ?? view.unprocessed} />
      </Step>
      <Step done={level} title={t`Level: speak as you will in the meeting`}>
        <p role="status">
          {level ? <Trans>You are well heard.</Trans> : <Trans>Speak until this turns green.</Trans>}
        </p>
      </Step>
      <Step done={heard} title={t`Headphones`}>
        <SpeakerCheck devices={client.devices} />
        <Button icon="check" isDisabled={heard} onPress={() => setHeard(true)}>
          <Trans>I heard it in my headphones</Trans>
        </Button>
      </Step>
    </Frame>
  );
}

/** The camera and the picture: who signs may be deaf, and is asked for nothing that has to be heard or said. */
function SignCheck() {
  const { t } = useLingui();
  const { client } = useRoom();
  const [view] = useConsole();
  const { camera } = useStore(client.devices.view);
  const [seen, setSeen] = useState(false);
  const devices = camera.on && camera.live && !camera.problem;
  return (
    <Frame
      checks={{ devices, headphones: seen, level: seen }}
      summary={<Trans>Two things, then you are on standby. Nobody sees you until you go on air.</Trans>}
    >
      <Step done={devices} title={t`Camera`}>
        <DeviceProblemBanner
          device="camera"
          input={camera}
          onRetry={() => void client.devices.setCamera(true)}
        />
        <CameraCheck devices={client.devices} />
        {camera.on ? null : (
          <Button
            icon="camera"
            isDisabled={camera.pending}
            onPress={() => void client.devices.setCamera(true)}
          >
            <Trans>Turn camera on</Trans>
          </Button>
        )}
      </Step>
      <Step done={seen} title={t`Picture`}>
        <Preview devices={client.devices} name={view.me?.name ?? ""} />
        <p>
          <Trans>
            Face, both hands and the space around them are in it, evenly lit, before a plain background.
          </Trans>
        </p>
        <Button icon="check" isDisabled={seen || !devices} onPress={() => setSeen(true)}>
          <Trans>My signing is well seen</Trans>
        </Button>
      </Step>
    </Frame>
  );
}

interface FrameProps {
  /** What the server is told. In a sign booth the picture stands for level and headphones. */
  checks: { devices: boolean; headphones: boolean; level: boolean };
  summary: ReactNode;
  children: ReactNode;
}

function Frame({ checks, summary, children }: FrameProps) {
  const { i18n } = useLingui();
  const [view, console] = useConsole();
  const [problem, setProblem] = useState<string>();
  const { devices, headphones, level } = checks;
  const finish = () =>
    void console.check(checks).catch((error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <section className={styles.check} aria-labelledby="booth-check">
      <header>
        <h2 id="booth-check">
          <Trans>Check before the shift</Trans>
        </h2>
        <p>{summary}</p>
      </header>
      {view.booth ? null : <Seats />}
      <ol className={styles.steps}>{children}</ol>
      {problem ? (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      ) : null}
      <Button
        variant="primary"
        large
        wide
        icon="booth"
        isDisabled={!devices || !headphones || !level || !view.booth}
        onPress={finish}
      >
        <Trans>Go on standby</Trans>
      </Button>
    </section>
  );
}

/** Whether the own microphone has been spoken into. */
function useSpoken(): boolean {
  const { client } = useRoom();
  const [done, setDone] = useState(false);
  useEffect(
    () =>
      client.devices.level.subscribe(() => {
        if (client.devices.level.get() >= spoken) setDone(true);
      }),
    [client],
  );
  return done;
}

function Unprocessed({ value }: { value: boolean | undefined }) {
  if (value === undefined) return null;
  return (
    <p className={cx(styles.fact, value ? styles.good : styles.warn)}>
      <Icon name={value ? "check" : "warning"} size="1rem" />
      {value ? (
        <Trans>Unprocessed: the browser leaves your sound as it is.</Trans>
      ) : (
        <Trans>The browser alters your sound; choose another microphone or browser.</Trans>
      )}
    </p>
  );
}

interface StepProps {
  done: boolean;
  title: string;
  children: ReactNode;
}

function Step({ done, title, children }: StepProps) {
  const { t } = useLingui();
  return (
    <li className={styles.step} data-done={done || undefined}>
      <h3>
        <span className={styles.tick}>
          <Icon name={done ? "check" : "more"} size="1rem" />
        </span>
        {title}
        <span className="visually-hidden">{done ? t`: done` : t`: to do`}</span>
      </h3>
      {children}
    </li>
  );
}

/** For an interpreter without a seat: the booths and their free seats. */
function Seats() {
  const { t } = useLingui();
  const { run } = useRoom();
  const [{ booths }, console] = useConsole();
  const [understands, setUnderstands] = useState<readonly string[]>([]);
  const free = ({ capacity, seats }: BoothView) =>
    Array.from({ length: capacity }, (_, index) => index + 1).find(
      (number) => !seats.some((seat) => seat.number === number),
    );
  return (
    <div className={styles.seats}>
      <LanguagesField
        label={t`Languages that you understand`}
        selected={understands}
        onChange={setUnderstands}
      />
      {booths.map((booth) => {
        const { name } = booth;
        const number = free(booth);
        return (
          <Button
            key={booth.id}
            icon="booth"
            isDisabled={number === undefined}
            onPress={() => run(console.sit(booth.id, number ?? 1, understands))}
          >
            {number === undefined ? t`${name}: no free seat` : t`Sit in booth ${name}`}
          </Button>
        );
      })}
    </div>
  );
}
