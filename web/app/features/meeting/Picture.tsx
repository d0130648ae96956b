import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef } from "react";
import type { TileID } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { useStore } from "../../use-store";
import styles from "./Picture.module.css";
import { useRoom } from "./room";

interface PictureProps {
  tile: TileID;
  /** Whether the source sends; else the cover is shown. */
  expected: boolean;
  /** Shows all of it (a screen) rather than filling the box (a face). */
  whole?: boolean;
  /** What is seen while there is no picture. */
  cover: ReactNode;
}

/** A remote picture. It is covered until the right face is on screen. */
export function Picture({ tile, expected, whole, cover }: PictureProps) {
  const { client } = useRoom();
  const { state } = useStore(client.pictures.picture(tile));
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current ? client.pictures.attach(tile, video.current) : undefined), [client, tile]);
  const shown = expected && state === "shown";
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a live picture; its sound is elsewhere, captions are an own feature */}
      <video
        ref={video}
        className={cx(styles.video, whole && styles.whole)}
        data-shown={shown || undefined}
        playsInline
        autoPlay
      />
      {shown ? null : <div className={styles.cover}>{cover}</div>}
      {expected && state === "paused" ? (
        <p className={styles.paused}>
          <Trans>Your connection is too slow for this picture</Trans>
        </p>
      ) : null}
    </>
  );
}

interface OwnPictureProps {
  kind: "camera" | "screen";
  shown: boolean;
  cover: ReactNode;
}

/** One's own camera (mirrored) or screen. */
export function OwnPicture({ kind, shown, cover }: OwnPictureProps) {
  const { client } = useRoom();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!video.current) return undefined;
    return kind === "camera"
      ? client.devices.attachPreview(video.current)
      : client.devices.attachScreenPreview(video.current);
  }, [client, kind]);
  return (
    <>
      <video
        ref={video}
        className={cx(styles.video, kind === "camera" ? styles.mirrored : styles.whole)}
        data-shown={shown || undefined}
        muted
        playsInline
        autoPlay
      />
      {shown ? null : <div className={styles.cover}>{cover}</div>}
    </>
  );
}
