import { Trans, useLingui } from "@lingui/react/macro";
import type { SpeakerQualityView } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { Facts } from "../../design/Facts";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { Block } from "./Block";
import { useConsole } from "./booth-context";
import styles from "./Sources.module.css";

/** How good each speaker's sound is at its source: a row of figures and a judgement. */
export function Sources() {
  const { t } = useLingui();
  const [{ sources }] = useConsole();
  return (
    <Block title={t`Sound at the source`} grows>
      {sources.length === 0 ? (
        <p className={styles.none}>
          <Trans>Nobody's sound has been measured yet.</Trans>
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard
        <ul className={styles.sources} tabIndex={0} aria-label={t`Sound at the source`}>
          {sources.map((source) => (
            <Source key={source.participant} source={source} />
          ))}
        </ul>
      )}
    </Block>
  );
}

/** A source's figures, in the reader's units; what the own browser conceals of it too, where it is heard now. */
export function useFigures(): (source: SpeakerQualityView) => readonly string[] {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { concealed } = useStore(client.quality);
  return ({ participant, band, loss, clipping, noise, processed }) => {
    const share = concealed.get(participant);
    const made = i18n.number(share ?? 0, { style: "percent", maximumFractionDigits: 1 });
    const kilohertz = i18n.number(band / 1000, { maximumFractionDigits: 1 });
    const lost = i18n.number(loss / 1000, { style: "percent", maximumFractionDigits: 1 });
    const clipped = i18n.number(clipping / 1000, { style: "percent", maximumFractionDigits: 1 });
    const hum = i18n.number(noise);
    return [
      band > 0 ? t`up to ${kilohertz} kHz` : t`band unknown`,
      t`lost ${lost}`,
      ...(share === undefined ? [] : [t({ message: `concealed ${made}`, context: "sound" })]),
      t`clipped ${clipped}`,
      t`noise ${hum} dBFS`,
      ...(processed ? [t`altered by the browser`] : []),
    ];
  };
}

function Source({ source }: { source: SpeakerQualityView }) {
  const { t } = useLingui();
  const figures = useFigures();
  const words = {
    good: t({ message: "Good", context: "sound" }),
    fair: t({ message: "Fair", context: "sound" }),
    poor: t({ message: "Poor", context: "sound" }),
    unknown: t({ message: "Not known", context: "sound" }),
  };
  return (
    <li className={styles.source}>
      <span className={styles.line}>
        <bdi className={styles.name}>{source.name}</bdi>
        <span className={cx(styles.judgement, styles[source.judgement])}>
          <Icon name={source.judgement === "good" ? "check" : "info"} size="0.9rem" />
          {words[source.judgement]}
        </span>
      </span>
      <span className={styles.figures}>
        <Facts facts={figures(source)} />
      </span>
    </li>
  );
}
