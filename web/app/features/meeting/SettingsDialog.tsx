import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { usePreferences } from "../../context";
import { Dialog } from "../../design/Dialog";
import { SelectField, SwitchField } from "../../design/Field";
import { Range } from "../../design/Range";
import { formatBitrate, formatPercent } from "../../i18n/format";
import { useStore } from "../../use-store";
import { CameraCheck, DeviceProblemBanner, MicrophoneCheck, SpeakerCheck } from "../prejoin/DeviceChecks";
import { CaptionFields } from "../record/CaptionsMenu";
import { LanguageFields } from "../shell/LanguageFields";
import { useThemeNames } from "../shell/Page";
import { QualityMark } from "./Marks";
import { useRoom } from "./room";
import styles from "./SettingsDialog.module.css";

interface SettingsDialogProps {
  open: boolean;
  onClose: () => void;
}

/** Devices, language and appearance, and the connection's figures. */
export function SettingsDialog({ open, onClose }: SettingsDialogProps) {
  const { t } = useLingui();
  const [tab, setTab] = useState("devices");
  return (
    <Dialog title={t`Settings`} open={open} onClose={onClose} closeLabel={t`Close`} wide>
      <Tabs
        className={styles.tabs as string}
        selectedKey={tab}
        onSelectionChange={(key) => setTab(String(key))}
      >
        <TabList className={styles.list as string} aria-label={t`Settings`}>
          <Tab id="devices" className={styles.tab as string}>
            <Trans>Devices</Trans>
          </Tab>
          <Tab id="display" className={styles.tab as string}>
            <Trans>Language and display</Trans>
          </Tab>
          <Tab id="connection" className={styles.tab as string}>
            <Trans>Connection</Trans>
          </Tab>
        </TabList>
        <Section id="devices">
          <DeviceSettings />
        </Section>
        <Section id="display">
          <DisplaySettings />
        </Section>
        <Section id="connection">
          <ConnectionFigures />
        </Section>
      </Tabs>
    </Dialog>
  );
}

function Section({ id, children }: { id: string; children: ReactNode }) {
  return (
    <TabPanel id={id} className={styles.section as string}>
      {children}
    </TabPanel>
  );
}

function DeviceSettings() {
  const { client } = useRoom();
  const { devices } = client;
  const { microphone, camera } = useStore(devices.view);
  const { may } = useStore(client.meeting);
  return (
    <>
      {may.publish ? (
        <>
          <DeviceProblemBanner
            device="microphone"
            input={microphone}
            onRetry={() => void devices.setMicrophone(true)}
          />
          <MicrophoneCheck devices={devices} />
          <DeviceProblemBanner device="camera" input={camera} onRetry={() => void devices.setCamera(true)} />
          <CameraCheck devices={devices} />
        </>
      ) : null}
      <SpeakerCheck devices={devices} />
      <Volume />
    </>
  );
}

function Volume() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { volume } = useStore(client.sound.view);
  return (
    <Range
      label={t`Volume of the meeting`}
      words={formatPercent(volume, i18n.locale)}
      value={volume}
      min={0}
      max={1}
      step={0.05}
      onChange={(value) => client.sound.setVolume(value)}
    />
  );
}

function DisplaySettings() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const [preferences, set] = usePreferences();
  const themes = useThemeNames();
  return (
    <>
      <LanguageFields client={client} languages={meeting?.languages ?? []} own={me?.language} />
      <CaptionFields />
      <SelectField
        label={t`Appearance`}
        icon="theme"
        options={[
          { id: "system", label: themes.system },
          { id: "light", label: themes.light },
          { id: "dark", label: themes.dark },
        ]}
        selected={preferences.theme}
        onSelect={(id) => {
          if (id === "system" || id === "light" || id === "dark") set({ theme: id });
        }}
      />
      <SwitchField selected={preferences.ownPicture} onChange={(ownPicture) => set({ ownPicture })}>
        <Trans>Show my own picture</Trans>
      </SwitchField>
      <SwitchField
        selected={preferences.shortcuts}
        onChange={(shortcuts) => set({ shortcuts })}
        description={<Trans>Single letters act, except while you write. Press ? to see them.</Trans>}
      >
        <Trans>Keyboard shortcuts</Trans>
      </SwitchField>
    </>
  );
}

function ConnectionFigures() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const quality = useStore(client.quality);
  const { locale } = i18n;
  const rtt =
    quality.rttMs === undefined
      ? "—"
      : new Intl.NumberFormat(locale, {
          style: "unit",
          unit: "millisecond",
          maximumFractionDigits: 0,
        }).format(quality.rttMs);
  const way =
    quality.transport === "udp"
      ? t`Direct (UDP)`
      : quality.transport === "tcp"
        ? t`TCP: a firewall stops UDP; delays may be longer`
        : quality.transport === "relay"
          ? t`Relayed: a firewall stops all other ways; delays may be longer`
          : "—";
  const rows: readonly [string, ReactNode][] = [
    [t`Quality`, quality.own ? <QualityWord key="q" /> : "—"],
    [t`Way`, way],
    [t`Round trip`, rtt],
    [t`Sending`, formatBitrate(quality.sendBitrate, locale)],
    [t`Receiving`, formatBitrate(quality.receiveBitrate, locale)],
    [t`Lost while sending`, formatPercent(quality.sendLoss, locale)],
    [t`Lost while receiving`, formatPercent(quality.receiveLoss, locale)],
  ];
  return (
    <dl className={styles.figures}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function QualityWord() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { own } = useStore(client.quality);
  const words = { good: t`Good`, fair: t`Fair`, poor: t`Poor` };
  return (
    <>
      <QualityMark quality={own} /> {own ? words[own] : null}
    </>
  );
}
