import { useLingui } from "@lingui/react/macro";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { useAct, useConsole, useKeyLabel } from "./booth-context";
import { Pad, PadHold, PadToggle } from "./Pad";
import styles from "./Signals.module.css";

/**
 * What the booth tells the room: slow down, the sound is inadequate, this cannot be interpreted; and the floor's clock,
 * which stands while what was said is interpreted consecutively.
 */
export function Signals() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { turn, may } = useStore(client.floor.view);
  const stands = turn !== undefined && turn.runningSince === undefined;
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
        icon="clock"
        label={t`Stop the clock`}
        keyName={keys("clock")}
        on={stands}
        disabled={!may.pause}
        onChange={() => act("clock")}
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
