import { Trans, useLingui } from "@lingui/react/macro";
import type { Segment, SegmentSounds } from "../../../client/index.ts";
import { IconButton } from "../../design/Button";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import styles from "./PlaySound.module.css";

interface PlaySoundProps {
  sounds: SegmentSounds;
  segment: Segment;
}

/** Plays what was said, where it is recorded: the floor, or the channel of words as interpreted. */
export function PlaySound({ sounds, segment }: PlaySoundProps) {
  const { t, i18n } = useLingui();
  const now = useStore(sounds.view);
  if (!segment.sound) return null;
  const state = now.segment === segment.id ? now.state : "idle";
  const plays = state === "playing" || state === "loading";
  const play = segment.origin === "interpretation" ? t`Play the interpretation` : t`Play what was said`;
  return (
    <>
      {state === "failed" ? (
        <span className={styles.problem} role="alert">
          {problemText(now.problem, i18n)}
        </span>
      ) : null}
      {state === "loading" ? (
        <span className="visually-hidden" role="status">
          <Trans>One moment…</Trans>
        </span>
      ) : null}
      <IconButton
        icon={plays ? "stop" : "play"}
        label={plays ? t`Stop the sound` : play}
        onPress={() => sounds.toggle(segment.id)}
      />
    </>
  );
}
