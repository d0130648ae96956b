import { useLingui } from "@lingui/react/macro";
import { usePreferences } from "../../context";
import { IconButton } from "../../design/Button";
import { useRoom } from "./room";
import { shortcutKeys } from "./shortcuts";

/** Shows what is large on the whole screen, or ends that; nothing where the browser cannot. */
export function FullScreenButton() {
  const { t } = useLingui();
  const { full } = useRoom();
  const [{ shortcuts }] = usePreferences();
  if (!full.available) return null;
  return (
    <IconButton
      variant="onPicture"
      icon={full.on ? "smaller" : "larger"}
      label={full.on ? t`Leave full screen` : t`Full screen`}
      {...(shortcuts ? { "aria-keyshortcuts": shortcutKeys.full } : {})}
      onPress={full.toggle}
    />
  );
}
