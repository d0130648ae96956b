import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { cx } from "../../design/cx";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { RecordingDialog } from "./RecordingDialog";
import styles from "./RecordingMark.module.css";

/** As long as the sound is recorded: the sign of it, which opens what it means and what one can do. */
export function RecordingMark({ initiallyOpen = false }: { initiallyOpen?: boolean }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const [open, setOpen] = useState(initiallyOpen);
  const recording = meeting?.soundRecording;
  if (recording === undefined) return null;
  const stands = recording.trouble !== undefined || me?.unrecorded === true;
  return (
    <>
      <AriaButton
        className={cx(styles.mark, stands && styles.stands)}
        aria-label={t`The sound is recorded: what that means`}
        onPress={() => setOpen(true)}
      >
        <Icon name="record" size="0.9em" />
        <span className={styles.word} aria-hidden="true">
          {recording.trouble !== undefined ? (
            <Trans>Not recorded</Trans>
          ) : me?.unrecorded ? (
            <Trans>You are not recorded</Trans>
          ) : (
            <Trans>Recorded</Trans>
          )}
        </span>
      </AriaButton>
      <RecordingDialog recording={recording} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
