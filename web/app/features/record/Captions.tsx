import { Trans, useLingui } from "@lingui/react/macro";
import { type CSSProperties, useLayoutEffect, useRef } from "react";
import type { CaptionLine } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./Captions.module.css";

/**
 * Two lines over the stage. The growing sentence is not told to screen readers, which would read it from its beginning at
 * each word; whole sentences are, for who wants that.
 */
export function Captions() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { language, lines } = useStore(client.captions.view);
  const { byId } = useStore(client.meeting);
  const [{ captionSize, captionsAloud }] = usePreferences();
  const text = useRef<HTMLDivElement>(null);
  // The last words are the ones that are read: what is above two lines goes out of sight.
  useLayoutEffect(() => {
    if (lines.length > 0) text.current?.scrollTo({ top: text.current.scrollHeight });
  }, [lines]);
  if (language === "") return null;
  const name = (line: CaptionLine) => byId.get(line.speaker)?.name ?? "";
  const size = { "--caption-size": `${captionSize}rem` } as CSSProperties;
  const last = lines.at(-1);
  const finished = lines.findLast(({ final }) => final);
  return (
    <>
      {captionsAloud ? (
        <div
          className="visually-hidden"
          role="log"
          aria-live="polite"
          aria-label={t`Captions`}
          lang={language}
        >
          {finished ? (
            <p key={finished.key}>
              {name(finished)}: {finished.text}
            </p>
          ) : null}
        </div>
      ) : null}
      {last ? (
        <section className={styles.captions} style={size} aria-label={t`Captions`} aria-live="off">
          <p className={styles.head}>
            <bdi className={styles.who}>{name(last)}</bdi>
            {last.origin === "interpretation" ? (
              <span>
                <Trans>(As interpreted.)</Trans>
              </span>
            ) : null}
            {last.machine ? (
              <span className={styles.machine}>
                <Trans>Speech recognition, not checked</Trans>
              </span>
            ) : null}
          </p>
          <div ref={text} className={styles.text} lang={language} dir="auto">
            {lines
              .filter(({ speaker }) => speaker === last.speaker)
              .map((line) => `${line.text} `)
              .join("")}
          </div>
        </section>
      ) : null}
    </>
  );
}
