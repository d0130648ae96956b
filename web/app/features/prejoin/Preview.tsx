import { Trans } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { Devices } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { useStore } from "../../use-store";
import styles from "./Preview.module.css";

/** One's own picture, mirrored, as in a looking glass; the initials while the camera is off. */
export function Preview({ devices, name }: { devices: Devices; name: string }) {
  const { camera } = useStore(devices.view);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current ? devices.attachPreview(video.current) : undefined), [devices]);
  const shown = camera.on && camera.live;
  return (
    <div className={styles.preview}>
      <video
        ref={video}
        className={styles.video}
        data-shown={shown || undefined}
        muted
        playsInline
        autoPlay
      />
      {shown ? null : (
        <div className={styles.cover}>
          <Avatar name={name} size="min(7rem, 30cqmin)" />
          <p>{camera.pending ? <Trans>The camera is starting…</Trans> : <Trans>The camera is off</Trans>}</p>
        </div>
      )}
    </div>
  );
}
