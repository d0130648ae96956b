import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { Client } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { Banner } from "../../design/Banner";
import { IconButton } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { formatTime } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { Banners } from "../meeting/Banners";
import { Conversations } from "../meeting/ChatPanel";
import { QualityMark } from "../meeting/Marks";
import { NoticeStack } from "../meeting/NoticeStack";
import { useNotices } from "../meeting/notices";
import { problemText } from "../meeting/problems";
import { type Room, RoomProvider, useRoom } from "../meeting/room";
import { SettingsDialog } from "../meeting/SettingsDialog";
import { useNow } from "../meeting/use-now";
import { RecordingMark } from "../recording/RecordingMark";
import { useTitle } from "../shell/use-title";
import styles from "./BoothScreen.module.css";
import { BoothText } from "./BoothText";
import { ActProvider, useConsole } from "./booth-context";
import type { BoothAction } from "./booth-keys";
import { handoverStep, lostHolder } from "./booth-words";
import { Check } from "./Check";
import { Floor } from "./Floor";
import { Glossary } from "./Glossary";
import { Handover, runStep } from "./Handover";
import { Incoming, Monitor } from "./Incoming";
import { KeysDialog } from "./KeysDialog";
import { Outgoing } from "./Outgoing";
import { Partners } from "./Partner";
import { Shift } from "./Shift";
import { Signals } from "./Signals";
import { Sources } from "./Sources";
import { Texts } from "./Texts";
import { useBoothKeys } from "./use-booth-keys";
import { useBoothNotices } from "./use-booth-notices";

type Overlay = "settings" | "keys" | "leave";

interface BoothScreenProps {
  client: Client;
  /** For the gallery: what is open at first. */
  initial?: { overlay?: Overlay; tab?: "glossary" | "texts" | "negotiated" | "chat" };
}

// How far a key moves a volume.
const step = 0.05;

/** The interpreter's console, in place of the meeting's screen. */
export function BoothScreen({ client, initial }: BoothScreenProps) {
  const { i18n } = useLingui();
  const { meeting } = useStore(client.meeting);
  const [{ boothKeys }] = usePreferences();
  const [overlay, setOverlay] = useState(initial?.overlay);
  const [tab, setTab] = useState<string>(initial?.tab ?? "glossary");
  const [conversation, setConversation] = useState("booth");
  const notices = useNotices(client);
  const { add } = notices;
  useTitle(meeting ? titleIn(meeting, i18n.locale) : "");
  useBoothNotices(client, add);
  const run = useCallback(
    (command: Promise<void>) => {
      command.catch((error: unknown) =>
        add({ text: problemText(error, i18n), urgent: true, notice: "warn" }),
      );
    },
    [add, i18n],
  );
  const room = useMemo<Room>(
    () => ({
      client,
      run,
      talkTo: (id) => {
        setConversation(id);
        setTab("chat");
      },
      openText: (text) => {
        client.texts.turnTo(text);
        setTab("negotiated");
      },
      askRemove: () => undefined,
      askEnd: () => undefined,
      full: { available: false, on: false, toggle: () => undefined },
    }),
    [client, run],
  );
  const act = useBoothActions(room, () => setOverlay("keys"));
  useBoothKeys(boothKeys, overlay !== undefined, { act, cough: (held) => client.console.cough(held) });
  return (
    <RoomProvider value={room}>
      <ActProvider value={act}>
        <Console
          tab={tab}
          onTab={setTab}
          conversation={conversation}
          onConversation={setConversation}
          onOverlay={setOverlay}
        >
          <NoticeStack {...notices} />
        </Console>
        <SettingsDialog open={overlay === "settings"} onClose={() => setOverlay(undefined)} />
        <KeysDialog open={overlay === "keys"} onClose={() => setOverlay(undefined)} />
        <Leave open={overlay === "leave"} client={client} onClose={() => setOverlay(undefined)} />
      </ActProvider>
    </RoomProvider>
  );
}

/** What the controls and the keys do; the cough key is held, and apart. */
function useBoothActions({ client, run }: Room, onHelp: () => void): (action: BoothAction) => void {
  return (action) => {
    const { console } = client;
    const view = console.view.get();
    const relay = (key: "a" | "b" | "c") => {
      const preset = view.presets.find((one) => one.key === key);
      if (preset?.channel && !preset.silent) run(console.setInput(preset.channel));
    };
    const handover = (key: "hand-over" | "accept" | "decline") => {
      const next = view.booth && handoverStep(key, view.booth.handover, lostHolder(view) !== undefined);
      if (next) run(runStep(next, console));
    };
    const volume = (which: "main" | "partner", by: number) =>
      console.setMix({ [which]: Math.max(0, Math.min(1.5, view.mix[which] + by)) });
    switch (action) {
      case "microphone":
        if (view.microphone !== "closed") run(console.closeMicrophone());
        // One key also where the colleague on air is lost: nobody has to think of another.
        else run(lostHolder(view) === undefined ? console.openMicrophone() : console.takeOver());
        break;
      case "cough":
        break;
      case "swap":
        run(console.swapOutput());
        break;
      case "floor":
        run(console.setInput("floor"));
        break;
      case "relay-a":
        relay("a");
        break;
      case "relay-b":
        relay("b");
        break;
      case "relay-c":
        relay("c");
        break;
      case "hand-over":
      case "accept":
      case "decline":
        handover(action);
        break;
      case "slow-down":
        run(console.slowDown());
        break;
      case "sound-inadequate":
        run(console.soundInadequate());
        break;
      case "clock": {
        const { turn, may } = client.floor.view.get();
        if (may.pause) run(client.floor.pause(turn?.runningSince !== undefined));
        break;
      }
      case "louder":
        volume("main", step);
        break;
      case "softer":
        volume("main", -step);
        break;
      case "partner-louder":
        volume("partner", step);
        break;
      case "partner-softer":
        volume("partner", -step);
        break;
      case "help":
        onHelp();
        break;
    }
  };
}

interface ConsoleProps {
  tab: string;
  onTab: (tab: string) => void;
  conversation: string;
  onConversation: (id: string) => void;
  onOverlay: (overlay: Overlay) => void;
  children: ReactNode;
}

function Console({ tab, onTab, conversation, onConversation, onOverlay, children }: ConsoleProps) {
  const { t } = useLingui();
  const [{ booth, me, blocked }] = useConsole();
  // Checked and without an output the seat is not on standby yet: what is left to do is beside, not in the check.
  const checked = me?.state === "CHECKED" && blocked !== "output";
  const checking = !booth || blocked === "check" || checked || me?.state === "OFFLINE";
  return (
    <div className={styles.booth} data-two={booth?.twoMicrophones || undefined}>
      <Top onOverlay={onOverlay} />
      <main className={styles.main} aria-label={t`Console`}>
        <Alarms />
        <div className={styles.columns}>
          <div className={styles.incoming}>
            <Incoming />
            <Sources />
          </div>
          <div className={styles.centre}>
            {checking ? (
              <Check />
            ) : (
              <>
                <Floor />
                <Papers tab={tab} onTab={onTab} conversation={conversation} onConversation={onConversation} />
              </>
            )}
          </div>
          <div className={styles.outgoing}>
            <Outgoing />
            {booth ? <Handover booth={booth} /> : null}
            {booth ? <Partners booth={booth} /> : null}
            <Monitor />
          </div>
        </div>
        <Signals />
        <div className={styles.notices}>{children}</div>
      </main>
    </div>
  );
}

/** The meeting and the booth, the shift, the clock. */
function Top({ onOverlay }: { onOverlay: (overlay: Overlay) => void }) {
  const { t, i18n } = useLingui();
  const [{ booth, rehearsal, me }] = useConsole();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { own } = useStore(client.quality);
  const now = useNow(1000);
  const seat = me === undefined ? "" : i18n.number(me.number);
  const name = booth?.name ?? "";
  return (
    <header className={styles.top}>
      <h1 className={styles.title}>
        <bdi>{meeting ? titleIn(meeting, i18n.locale) : null}</bdi>
      </h1>
      {booth ? <p className={styles.seat}>{t`Booth ${name}, seat ${seat}`}</p> : null}
      {rehearsal ? <strong className={styles.rehearsal}>{t`Rehearsal`}</strong> : null}
      <div className={styles.tools}>
        <RecordingMark />
        {booth ? <Shift shift={booth.shift} /> : null}
        <QualityMark quality={own} />
        <time className={styles.time}>{formatTime(now, i18n.locale)}</time>
        <IconButton icon="keyboard" label={t`Keys and help`} onPress={() => onOverlay("keys")} />
        <IconButton icon="settings" label={t`Settings and devices`} onPress={() => onOverlay("settings")} />
        <IconButton icon="leave" label={t`Leave the meeting`} onPress={() => onOverlay("leave")} />
      </div>
    </header>
  );
}

/** What must not be missed: two open microphones, a rehearsal, a lost connection. */
function Alarms() {
  const [{ booth, rehearsal }] = useConsole();
  return (
    <div className={styles.alarms}>
      {booth?.twoMicrophones ? (
        <div role="alert" className={styles.two}>
          <Trans>Two microphones are open in this booth. Close one.</Trans>
        </div>
      ) : null}
      {rehearsal ? (
        <Banner tone="info" icon="booth" title={<Trans>Rehearsal</Trans>}>
          <Trans>Everything works, and nobody outside the booths hears you.</Trans>
        </Banner>
      ) : null}
      {/* Beside the volume the console says itself what is too loud, where nothing moves for it. */}
      <Banners exposure={false} />
    </div>
  );
}

type PapersProps = Pick<ConsoleProps, "tab" | "onTab" | "conversation" | "onConversation">;

function Papers({ tab, onTab, conversation, onConversation }: PapersProps) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { unread } = useStore(client.chat.view);
  const { documents } = useStore(client.agenda.view);
  const count = unread > 0 ? i18n.number(unread) : "";
  const prepared = documents.filter(({ kind }) => kind === "prepared").length;
  const texts = prepared > 0 ? i18n.number(prepared) : "";
  return (
    <Tabs
      className={styles.papers as string}
      selectedKey={tab}
      onSelectionChange={(key) => onTab(String(key))}
    >
      <TabList className={styles.tabs as string} aria-label={t`Papers`}>
        <Tab id="glossary" className={styles.tab as string}>
          <Trans>Glossary</Trans>
        </Tab>
        <Tab id="texts" className={styles.tab as string}>
          {texts ? t`Texts (${texts})` : t`Texts`}
        </Tab>
        <Tab id="negotiated" className={styles.tab as string}>
          <Trans>Negotiated text</Trans>
        </Tab>
        <Tab id="chat" className={styles.tab as string}>
          {count ? t`Chat (${count} unread)` : t`Chat`}
        </Tab>
      </TabList>
      <TabPanel id="glossary" className={styles.panel as string}>
        <Glossary />
      </TabPanel>
      <TabPanel id="texts" className={styles.panel as string}>
        <Texts />
      </TabPanel>
      <TabPanel id="negotiated" className={styles.panel as string}>
        <BoothText />
      </TabPanel>
      <TabPanel id="chat" className={styles.panel as string}>
        <Conversations compact conversation={conversation} onConversation={onConversation} />
      </TabPanel>
    </Tabs>
  );
}

function Leave({ open, client, onClose }: { open: boolean; client: Client; onClose: () => void }) {
  const { t } = useLingui();
  const onAir = useStore(client.console.view).microphone === "open";
  return (
    <Confirm
      title={t`Leave the booth?`}
      open={open}
      confirmLabel={t`Leave`}
      cancelLabel={t`Stay`}
      onConfirm={() => client.leave()}
      onClose={onClose}
    >
      {onAir ? (
        <Trans>You are on air: listeners will hear the original. Hand over first if you can.</Trans>
      ) : (
        <Trans>The meeting goes on without you. You can come back with the same link.</Trans>
      )}
    </Confirm>
  );
}
