import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { cx } from "../../design/cx";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { RecordingDialog } from "./RecordingDialog";
import styles from "./RecordingMark.module.css";

/** As long as the sound is recorded: the sign of it, which opens what it means and what one can do. */
export function RecordingMark({ initiallyOpen = false }: { initiallyOpen?: boolean }) {
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const [open, setOpen] = useState(initiallyOpen);
  const { word, label, stands } = useSign();
  const recording = meeting?.soundRecording;
  if (recording === undefined) return null;
  return (
    <>
      <AriaButton
        className={cx(styles.mark, stands && styles.stands)}
        aria-label={label}
        onPress={() => setOpen(true)}
      >
        <Icon name="record" size="0.9em" />
        <span className={styles.word} aria-hidden="true">
          {word}
        </span>
      </AriaButton>
      <RecordingDialog recording={recording} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** The sign over a picture in full screen, where the mark is out of sight; screen readers have the mark. */
export function RecordingSign() {
  const { word, stands } = useSign();
  if (word === null) return null;
  return (
    <span className={cx(styles.sign, stands && styles.signStands)} aria-hidden="true">
      <Icon name="record" size="0.9em" /> {word}
    </span>
  );
}

/** What is said of the recording, and the mark's name, which has the same words; null: there is none. It stands where nothing of one's own is written. */
function useSign(): { word: ReactNode; label: string; stands: boolean } {
  const { t } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const recording = meeting?.soundRecording;
  if (recording === undefined) return { word: null, label: "", stands: false };
  if (recording.trouble !== undefined)
    return { word: <Trans>Not recorded</Trans>, label: t`Not recorded: what that means`, stands: true };
  if (me?.unrecorded === true)
    return {
      word: <Trans>You are not recorded</Trans>,
      label: t`You are not recorded: what that means`,
      stands: true,
    };
  return { word: <Trans>Recorded</Trans>, label: t`The sound is recorded: what that means`, stands: false };
}
