import { useLingui } from "@lingui/react/macro";
import { useRoom } from "../meeting/room";
import { useAct, useConsole, useKeyLabel } from "./booth-context";
import { Pad, PadHold, PadToggle } from "./Pad";
import styles from "./Signals.module.css";

/** What the booth tells the room: slow down, the sound is inadequate, this cannot be interpreted. */
export function Signals() {
  const { t } = useLingui();
  const { run } = useRoom();
  const [view, console] = useConsole();
  const act = useAct();
  const keys = useKeyLabel();
  const channel = view.channels.find(({ language }) => language === view.me?.output);
  return (
    <div className={styles.signals} role="group" aria-label={t`Signals to the room`}>
      <Pad icon="slower" label={t`Slow down`} keyName={keys("slow-down")} onPress={() => act("slow-down")} />
      <Pad
        icon="speakerOff"
        label={t`Sound inadequate`}
        keyName={keys("sound-inadequate")}
        onPress={() => act("sound-inadequate")}
      />
      <PadToggle
        icon="warning"
        label={t`Cannot interpret`}
        on={channel?.state === "UNINTERPRETABLE"}
        {...(channel?.state === "UNINTERPRETABLE" ? { tone: "warn" as const } : {})}
        onChange={(on) => run(console.setUninterpretable(on))}
      />
      <PadHold
        icon="floor"
        label={t`Talk to the floor`}
        detail={t`while held`}
        {...(view.me?.talking ? { tone: "danger" as const } : {})}
        onHold={(held) => console.talkToFloor(held)}
      />
      <Pad icon="phone" label={t`Call the technician`} onPress={() => run(console.callTechnician())} />
    </div>
  );
}
