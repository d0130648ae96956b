import { Trans, useLingui } from "@lingui/react/macro";
import type { Devices } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Facts } from "../../design/Facts";
import { SwitchField } from "../../design/Field";
import { useStore } from "../../use-store";
import styles from "./PreJoin.module.css";
import { judgeSource, sourceAdvice } from "./source-advice";

/** Asks for headphones, and says what they change. */
export function HeadphonesField({ devices }: { devices: Devices }) {
  const { headphones } = useStore(devices.view);
  return (
    <SwitchField
      selected={headphones}
      onChange={(on) => void devices.setHeadphones(on)}
      description={
        headphones ? (
          <Trans>Your voice is sent unprocessed: better for the interpreters.</Trans>
        ) : (
          <Trans>
            Without headphones the browser removes echo and noise, and something of your voice with them.
          </Trans>
        )
      }
    >
      <Trans>I wear headphones</Trans>
    </SwitchField>
  );
}

/** How good the own sound is for interpretation, in words, with what would make it better. */
export function SourceCheck({ devices }: { devices: Devices }) {
  const { t, i18n } = useLingui();
  const { source, unprocessed, headphones } = useStore(devices.view);
  if (!source || source.speech <= -127) return null;
  const faults = judgeSource(source, headphones && unprocessed === false);
  const kilohertz = i18n.number(source.band / 1000, { maximumFractionDigits: 1 });
  const [speech, noise] = [i18n.number(source.speech), i18n.number(source.noise)];
  return (
    <div role="status">
      <Banner
        tone={faults.length === 0 ? "good" : "warn"}
        icon="microphone"
        title={
          faults.length === 0 ? (
            <Trans>Your sound is good for interpretation</Trans>
          ) : (
            <Trans>Your sound could be better for the interpreters</Trans>
          )
        }
      >
        {faults.map((fault) => (
          <p key={fault}>{i18n._(sourceAdvice[fault])}</p>
        ))}
        {/* Figures that change while one speaks: to read, not to be told each time. */}
        <p aria-live="off" className={styles.figures}>
          <Facts
            facts={[
              source.band > 0 ? t`up to ${kilohertz} kHz` : t`band unknown`,
              t`voice ${speech} dBFS`,
              t`noise ${noise} dBFS`,
            ]}
          />
        </p>
      </Banner>
    </div>
  );
}
