import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { cx } from "../../design/cx";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { SidePanel } from "../meeting/SidePanel";
import { TextContent } from "./TextContent";
import styles from "./TextWork.module.css";

/** The negotiated text beside the stage. */
export function TextPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const { texts } = client;
  const view = useStore(texts.view);
  useEffect(() => {
    texts.open();
    return () => texts.close();
  }, [texts]);
  return (
    <SidePanel title={t`Text`} onClose={onClose} large flows>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard */}
      <div className={cx(styles.container, styles.panel)} tabIndex={0} role="group" aria-label={t`Text`}>
        <p>
          <a href={textAddress()} target="_blank" rel="noreferrer">
            <Trans>Open as a page</Trans>
          </a>
        </p>
        <TextContent model={texts} view={view} beside />
      </div>
    </SidePanel>
  );
}

/** The texts' own page, for the same invitation. */
function textAddress(): string {
  return `${location.pathname.replace(/\/$/, "")}/text${location.hash}`;
}
