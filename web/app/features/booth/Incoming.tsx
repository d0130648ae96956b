import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type ConsoleView, EXPOSURE_DBFS, type RelayPreset } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { IconButton } from "../../design/Button";
import { ActionMenu } from "../../design/Menu";
import { Level } from "../../design/Meter";
import { Range } from "../../design/Range";
import { useStore } from "../../use-store";
import { channelInText, channelName } from "../interpretation/channel-name";
import { useRoom } from "../meeting/room";
import { Block } from "./Block";
import { useConsole, useKeyLabel } from "./booth-context";
import { hopsMark } from "./booth-words";
import styles from "./Incoming.module.css";
import { Pad, PadToggle } from "./Pad";

/** What the interpreter works from: the floor or a relay, how loud, and in what tone. */
export function Incoming() {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [view, booth] = useConsole();
  const keys = useKeyLabel();
  const { mix } = view;
  const [tone, setTone] = useState(true);
  const percent = (value: number) => i18n.number(value, { style: "percent" });
  const decibel = (value: number) => {
    const figure = i18n.number(value, { signDisplay: "exceptZero" });
    return t`${figure} dB`;
  };
  return (
    <Block title={t({ message: "Incoming", context: "console" })} status={<Source view={view} />}>
      <div className={styles.sources}>
        <Sources />
      </div>
      <PadToggle
        label={t`Automatic relay`}
        detail={t`When you do not understand the floor`}
        on={view.me?.automatic ?? false}
        onChange={(on) => run(booth.setInput(on ? "automatic" : (view.me?.input ?? "floor")))}
      />
      <IncomingLevel view={view} />
      <Range
        line
        label={t`Volume`}
        keys={`${keys("softer")} ${keys("louder")}`}
        words={percent(mix.main)}
        value={mix.main}
        min={0}
        max={1.5}
        step={0.05}
        onChange={(main) => booth.setMix({ main })}
      />
      <Exposure />
      <details open={tone} onToggle={(event) => setTone(event.currentTarget.open)} className={styles.tone}>
        <summary>{t({ message: "Bass and treble", context: "console" })}</summary>
        <Range
          line
          label={t`Bass`}
          words={decibel(mix.bass)}
          value={mix.bass}
          min={-12}
          max={12}
          step={1}
          onChange={(bass) => booth.setMix({ bass })}
        />
        <Range
          line
          label={t`Treble`}
          words={decibel(mix.treble)}
          value={mix.treble}
          min={-12}
          max={12}
          step={1}
          onChange={(treble) => booth.setMix({ treble })}
        />
      </details>
    </Block>
  );
}

/** From where the sound comes, as consoles show it. */
function Source({ view: { me } }: { view: ConsoleView }) {
  const { t, i18n } = useLingui();
  const hops = me?.hops ?? 0;
  const language = channelInText(me?.input ?? "", i18n);
  return (
    <span className={styles.mark} data-relay={hops > 0 || undefined}>
      <span aria-hidden="true">{hopsMark(hops)} </span>
      {hops === 0 ? <span className="visually-hidden">{t`From the floor`}</span> : t`Relay: ${language}`}
    </span>
  );
}

function Sources() {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [view, booth] = useConsole();
  const keys = useKeyLabel();
  const input = view.me?.input ?? "floor";
  const floor = channelName(view.floorLanguage, i18n);
  return (
    <>
      <PadToggle
        large
        label={t({ message: "Floor", context: "console" })}
        detail={view.floorLanguage ? floor : t`language unknown`}
        keyName={keys("floor")}
        on={input === "floor"}
        onChange={() => run(booth.setInput("floor"))}
      />
      {view.presets.map((preset) => (
        <Preset key={preset.key} preset={preset} on={preset.channel !== "" && input === preset.channel} />
      ))}
    </>
  );
}

function Preset({ preset, on }: { preset: RelayPreset; on: boolean }) {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [view, booth] = useConsole();
  const keys = useKeyLabel();
  const { key, channel } = preset;
  const language = channelInText(channel, i18n);
  const choices = view.channels.filter((one) => one.kind === "voice" && one.language !== view.me?.output);
  const mark = hopsMark(preset.hops);
  return (
    <div className={styles.preset}>
      <PadToggle
        label={channel ? t`Relay ${key}: ${language}` : t`Relay ${key}: none`}
        detail={!channel ? undefined : preset.silent ? t`nobody works into it` : mark}
        keyName={keys(`relay-${key}`)}
        on={on}
        disabled={!channel || preset.silent}
        onChange={() => run(booth.setInput(channel))}
      />
      <ActionMenu
        label={t`Channel of relay ${key}`}
        trigger={<IconButton icon="more" label={t`Choose the channel of relay ${key}`} />}
        actions={choices.map(({ language: tag }) => ({
          id: tag,
          label: channelName(tag, i18n),
          ...(tag === channel ? { icon: "check" as const } : {}),
          run: () => booth.setPreset(key, tag),
        }))}
      />
    </div>
  );
}

/** How loud it comes in: the speakers' level on the floor, the interpreter's on a relay. */
function IncomingLevel({ view }: { view: ConsoleView }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const speakers = useStore(client.speakers);
  const input = view.me?.input ?? "floor";
  const holder = view.channels.find(({ language }) => language === input)?.holder;
  const seat = view.booths.flatMap(({ seats }) => seats).find(({ participant }) => participant === holder);
  const level = input === "floor" ? Math.max(0, ...speakers.values()) : (seat?.level ?? 0);
  return <Level label={t`Level of what comes in`} value={level} />;
}

/**
 * Hearing protection: the mean of the last minute, and a warning when it is too much for a day's work. The live region
 * is always there, and says what does not change with each second.
 */
function Exposure() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { minuteMean, tooLoud } = useStore(client.sound.view);
  const level = i18n.number(minuteMean);
  const limit = i18n.number(EXPOSURE_DBFS);
  return (
    <div className={styles.exposure}>
      <p>{Number.isFinite(minuteMean) ? t`Mean of the last minute: ${level} dBFS` : t`Nothing heard yet`}</p>
      <div role="status">
        {tooLoud ? (
          <Banner tone="warn" title={<Trans>Loud for your ears: turn the volume down.</Trans>}>
            {t`The mean of a minute has reached ${limit} dBFS.`}
          </Banner>
        ) : null}
      </div>
    </div>
  );
}

/** Monitor: a second ear on any channel, at its own volume. */
export function Monitor() {
  const { t, i18n } = useLingui();
  const [{ monitor, mix, channels }, booth] = useConsole();
  const now =
    monitor.from === "channel"
      ? channelName(monitor.channel, i18n)
      : monitor.from === "floor"
        ? t({ message: "Floor", context: "console" })
        : t({ message: "Nothing", context: "monitor" });
  return (
    <Block title={t({ message: "Monitor", context: "console" })}>
      <div className={styles.monitor}>
        <ActionMenu
          label={t`What the monitor plays`}
          trigger={<MonitorButton now={now} />}
          actions={[
            {
              id: "none",
              label: t({ message: "Nothing", context: "monitor" }),
              run: () => booth.setMonitor({ from: "none" }),
            },
            {
              id: "floor",
              label: t({ message: "Floor", context: "console" }),
              run: () => booth.setMonitor({ from: "floor" }),
            },
            ...channels
              .filter(({ kind }) => kind === "voice")
              .map(({ language }) => ({
                id: `channel-${language}`,
                label: channelName(language, i18n),
                run: () => booth.setMonitor({ from: "channel", channel: language }),
              })),
          ]}
        />
      </div>
      <Range
        line
        label={t`Volume`}
        words={i18n.number(mix.monitor, { style: "percent" })}
        value={mix.monitor}
        min={0}
        max={1.5}
        step={0.05}
        onChange={(monitorVolume) => booth.setMix({ monitor: monitorVolume })}
      />
    </Block>
  );
}

function MonitorButton({ now }: { now: string }) {
  const { t } = useLingui();
  return <Pad label={t`Plays: ${now}`} icon="speaker" onPress={() => undefined} />;
}
