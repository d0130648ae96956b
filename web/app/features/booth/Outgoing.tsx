import { Plural, useLingui } from "@lingui/react/macro";
import { Button } from "react-aria-components";
import type { ConsoleView } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { Icon } from "../../design/icons";
import { Level } from "../../design/Meter";
import { channelName } from "../interpretation/channel-name";
import { useRoom } from "../meeting/room";
import { Block } from "./Block";
import { useAct, useConsole, useKeyLabel } from "./booth-context";
import { microphoneWords } from "./booth-words";
import styles from "./Outgoing.module.css";
import { PadHold, PadToggle } from "./Pad";

/** The own microphone, large, its cough key, and the output that it goes to. */
export function Outgoing() {
  const { t } = useLingui();
  const [view, booth] = useConsole();
  const keys = useKeyLabel();
  return (
    <Block title={t({ message: "Outgoing", context: "console" })} status={<Audience view={view} />}>
      <MicrophoneButton view={view} />
      <Level label={t`Level of your microphone`} value={view.me?.level ?? 0} />
      <div className={styles.row}>
        <PadHold
          large
          label={t({ message: "Cough", context: "console" })}
          detail={t`while held`}
          keyName={keys("cough")}
          {...(view.microphone === "cough" ? { tone: "warn" as const } : {})}
          disabled={view.microphone === "closed" || view.microphone === "armed"}
          onHold={(held) => booth.cough(held)}
        />
        <Outputs view={view} />
      </div>
      {view.unprocessed === false ? (
        <p className={styles.note}>
          <Icon name="warning" size="1rem" />
          {t`The browser alters your sound; choose another microphone or browser.`}
        </p>
      ) : null}
    </Block>
  );
}

/** Who listens: the people, and the colleagues who work from it. */
function Audience({ view }: { view: ConsoleView }) {
  const channel = view.channels.find(({ language }) => language === view.me?.output);
  if (!channel) return null;
  return (
    <span className={styles.audience}>
      <Plural value={channel.listens} one="# listens to you" other="# listen to you" />
      {" · "}
      <Plural value={channel.relays} one="# colleague on relay" other="# colleagues on relay" />
    </span>
  );
}

function MicrophoneButton({ view }: { view: ConsoleView }) {
  const { i18n, t } = useLingui();
  const act = useAct();
  const keys = useKeyLabel();
  const { tone, state, detail } = microphoneWords(view, i18n);
  const open = view.microphone === "open" || view.microphone === "cough" || view.microphone === "armed";
  return (
    <>
      <Button
        className={cx(styles.microphone, styles[tone])}
        aria-pressed={open}
        isDisabled={!open && view.blocked !== undefined && view.microphone !== "lost"}
        onPress={() => act("microphone")}
      >
        <Icon name={open ? "microphone" : "microphoneOff"} size="2.25rem" />
        <span className={styles.words}>
          <span className={styles.what}>{t({ message: "Microphone", context: "console" })}</span>{" "}
          <strong>{state}</strong> <span>{detail}</span>
        </span>
        <kbd className={styles.key} aria-hidden="true">
          {keys("microphone")}
        </kbd>
      </Button>
      <span role="status" className="visually-hidden">
        {t`Microphone: ${state}. ${detail}`}
      </span>
    </>
  );
}

function Outputs({ view }: { view: ConsoleView }) {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [, booth] = useConsole();
  const keys = useKeyLabel();
  const outputs = view.booth?.outputs ?? [];
  return (
    <div className={styles.outputs} role="group" aria-label={t`Output: the language that you work into`}>
      {outputs.map((tag, index) => (
        <PadToggle
          key={tag}
          large
          label={channelName(tag, i18n)}
          detail={outputs.length > 1 ? ["A", "B"][index] : undefined}
          {...(outputs.length > 1 && view.me?.output && view.me.output !== tag
            ? { keyName: keys("swap") }
            : {})}
          on={view.me?.output === tag}
          onChange={() => run(booth.setOutput(tag))}
        />
      ))}
    </div>
  );
}
