import { useLingui } from "@lingui/react/macro";
import { Dialog } from "../../design/Dialog";
import styles from "./HelpDialog.module.css";
import { useRoom } from "./room";
import { shortcutKeys } from "./shortcuts";

interface HelpDialogProps {
  open: boolean;
  onClose: () => void;
}

/** The keys of the meeting. */
export function HelpDialog({ open, onClose }: HelpDialogProps) {
  const { t } = useLingui();
  const { full } = useRoom();
  const rows: (readonly [string, string])[] = [
    [shortcutKeys.microphone, t`Microphone on or off`],
    [shortcutKeys.camera, t`Camera on or off`],
    [shortcutKeys.share, t`Share a screen or stop`],
    ...(full.available ? [[shortcutKeys.full, t`Full screen on or off`] as const] : []),
    [shortcutKeys.hand, t`Raise or lower your hand`],
    [shortcutKeys.chat, t`Chat`],
    [shortcutKeys.people, t`Participants`],
    [shortcutKeys.agenda, t`Agenda`],
    [shortcutKeys.settings, t`Settings and devices`],
    [shortcutKeys.help, t`This list`],
    ["Esc", full.available ? t`Close the panel, or leave full screen` : t`Close the panel`],
  ];
  return (
    <Dialog title={t`Keyboard shortcuts`} open={open} onClose={onClose} closeLabel={t`Close`} reading>
      <dl className={styles.keys}>
        {rows.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
