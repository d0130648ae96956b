import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Client, handMeans, type ParticipantView } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { Confirm } from "../../design/Dialog";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { AgendaLine } from "../agenda/AgendaLine";
import { AgendaPanel } from "../agenda/AgendaPanel";
import { SpeakersPanel } from "../floor/SpeakersPanel";
import { ChannelsPanel, ControlRoom } from "../interpretation/Channels";
import { SignTile } from "../interpretation/SignTile";
import { useInterpretationNotices } from "../interpretation/use-interpretation-notices";
import { TextPanel } from "../negotiation/TextPanel";
import { Captions } from "../record/Captions";
import { RecordPanel } from "../record/RecordPanel";
import { RecordingSign } from "../recording/RecordingMark";
import { useTitle } from "../shell/use-title";
import { Banners } from "./Banners";
import { ChatPanel } from "./ChatPanel";
import { ControlsBar } from "./ControlsBar";
import { createFullScreen } from "./full-screen";
import { HelpDialog } from "./HelpDialog";
import styles from "./MeetingScreen.module.css";
import { NoticeStack } from "./NoticeStack";
import { useNotices } from "./notices";
import { PeoplePanel } from "./PeoplePanel";
import { problemText } from "./problems";
import { type Panel, type Room, type RoomFullScreen, RoomProvider } from "./room";
import { SettingsDialog } from "./SettingsDialog";
import { StageArea } from "./StageArea";
import { type ShortcutAction, shortcutOf, takesLetters } from "./shortcuts";
import { TopBar } from "./TopBar";
import { useIdle } from "./use-idle";

type Overlay = "settings" | "help" | "leave" | "end";

interface MeetingScreenProps {
  client: Client;
  /** For the gallery: what is open at first. */
  initial?: { panel?: Panel; overlay?: Overlay; full?: boolean; listening?: boolean; recording?: boolean };
}

/** The meeting: the room, its panels and the controls. */
export function MeetingScreen({ client, initial }: MeetingScreenProps) {
  const { i18n, t } = useLingui();
  const { meeting, me } = useStore(client.meeting);
  const [panel, setPanel] = useState(initial?.panel ?? (me?.role === "record-keeper" ? "record" : undefined));
  const [conversation, setConversation] = useState("everyone");
  const [overlay, setOverlay] = useState(initial?.overlay);
  const [removing, setRemoving] = useState<ParticipantView>();
  const controls = useRef<HTMLDivElement>(null);
  const notices = useNotices(client);
  const { add } = notices;
  useInterpretationNotices(client, add);
  useTitle(meeting ? titleIn(meeting, i18n.locale) : "");

  const run = useCallback(
    (command: Promise<void>) => {
      command.catch((error: unknown) =>
        add({ text: problemText(error, i18n), urgent: true, notice: "warn" }),
      );
    },
    [add, i18n],
  );
  const full = useFullScreen(
    useCallback(() => setPanel(undefined), []),
    initial?.full,
  );
  // A panel is worked in, and reaches to the controls: they stay beside it.
  const bare = full.on && panel === undefined;
  const idle = useIdle(bare);
  const room = useMemo<Room>(
    () => ({
      client,
      run,
      talkTo: (id) => {
        setConversation(id);
        setPanel("chat");
      },
      openText: (text) => {
        client.texts.turnTo(text);
        setPanel("text");
      },
      askRemove: setRemoving,
      askEnd: () => setOverlay("end"),
      full,
    }),
    [client, run, full],
  );
  const toggle = (next: Panel) => setPanel((old) => (old === next ? undefined : next));
  const close = () => setPanel(undefined);
  const act = useActions(room, toggle, setOverlay, close);
  useShortcuts(act, overlay !== undefined || removing !== undefined);

  return (
    <RoomProvider value={room}>
      <div
        className={styles.meeting}
        data-full={full.on || undefined}
        data-bare={bare || undefined}
        data-idle={idle || undefined}
      >
        <TopBar {...(initial?.recording ? { recording: true } : {})}>
          <button type="button" className={styles.skip} onClick={() => controls.current?.focus()}>
            <Trans>Skip to the controls</Trans>
          </button>
        </TopBar>
        <div className={styles.body}>
          <main className={styles.column} aria-label={t`The room`}>
            <Banners />
            <AgendaLine />
            <div className={styles.room}>
              {me?.role === "technician" ? <ControlRoom /> : <StageArea />}
              <SignTile />
              <Captions />
              {full.on ? <RecordingSign /> : null}
            </div>
          </main>
          {panel === "chat" ? (
            <ChatPanel conversation={conversation} onConversation={setConversation} onClose={close} />
          ) : null}
          {panel === "people" ? <PeoplePanel onClose={close} /> : null}
          {panel === "channels" ? <ChannelsPanel onClose={close} /> : null}
          {panel === "agenda" ? <AgendaPanel onClose={close} /> : null}
          {panel === "speakers" ? <SpeakersPanel onClose={close} /> : null}
          {panel === "record" ? <RecordPanel onClose={close} /> : null}
          {panel === "text" ? <TextPanel onClose={close} /> : null}
        </div>
        <ControlsBar
          panel={panel}
          onPanel={toggle}
          onSettings={() => setOverlay("settings")}
          onLeave={() => setOverlay("leave")}
          act={act}
          listening={initial?.listening ?? false}
          group={controls}
        >
          <NoticeStack {...notices} />
        </ControlsBar>
      </div>
      <SettingsDialog open={overlay === "settings"} onClose={() => setOverlay(undefined)} />
      <HelpDialog open={overlay === "help"} onClose={() => setOverlay(undefined)} />
      <Questions
        room={room}
        overlay={overlay}
        removing={removing}
        onClose={() => {
          setOverlay(undefined);
          setRemoving(undefined);
        }}
      />
    </RoomProvider>
  );
}

/** Full screen while the meeting is on screen. A panel would take its space: `makeRoom` closes it. */
function useFullScreen(makeRoom: () => void, initial = false): RoomFullScreen {
  const [page] = useState(() => createFullScreen(document));
  const on = useStore(page.on) || initial;
  useEffect(() => () => page.leave(), [page]);
  return useMemo(
    () => ({
      available: page.available,
      on,
      toggle: () => {
        if (!on) makeRoom();
        page.toggle();
      },
    }),
    [page, on, makeRoom],
  );
}

/** What the controls and the keys do. */
function useActions(
  { client, run, full }: Room,
  toggle: (panel: Panel) => void,
  setOverlay: (overlay: Overlay) => void,
  close: () => void,
): (action: ShortcutAction) => void {
  return (action) => {
    const { devices, meeting, commands, floor } = client;
    const { may, me } = meeting.get();
    const { microphone, camera, screen } = devices.view.get();
    switch (action) {
      case "microphone":
        if (may.publish) run(devices.setMicrophone(!microphone.on));
        break;
      case "camera":
        if (may.publish) run(devices.setCamera(!camera.on));
        break;
      case "share":
        if (screen.on) devices.stopScreen();
        else if (may.publish && screen.available) run(devices.startScreen({ sound: true }));
        break;
      case "full":
        full.toggle();
        break;
      case "hand": {
        const raised = me?.handSince !== undefined;
        const means = handMeans(floor.view.get(), raised);
        if (means === "ask") run(floor.ask("statement"));
        else if (means === "hand" && (raised || may.raiseHand)) commands.setHand(!raised);
        else if (means !== "hand") run(floor.withdraw(means.withdraw));
        break;
      }
      case "chat":
      case "people":
      case "agenda":
        toggle(action);
        break;
      case "settings":
      case "help":
        setOverlay(action);
        break;
      case "close":
        close();
        break;
    }
  };
}

/** Listens for the keys while the meeting is on screen. */
function useShortcuts(act: (action: ShortcutAction) => void, overlay: boolean): void {
  const [{ shortcuts }] = usePreferences();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const open = overlay || document.querySelector("[role=menu], [role=listbox], [role=dialog]") !== null;
      const place = { typing: takesLetters(document.activeElement), overlay: open };
      const action = shortcutOf(event, place);
      if (!action || (!shortcuts && action !== "close")) return;
      event.preventDefault();
      latest.current(action);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [shortcuts, overlay]);
}

interface QuestionsProps {
  room: Room;
  overlay: Overlay | undefined;
  removing: ParticipantView | undefined;
  onClose: () => void;
}

/** What is asked before something that others notice at once. */
function Questions({ room, overlay, removing, onClose }: QuestionsProps) {
  const { t } = useLingui();
  const { client, run } = room;
  const name = removing?.name ?? "";
  return (
    <>
      <Confirm
        title={t`Leave the meeting?`}
        open={overlay === "leave"}
        confirmLabel={t`Leave`}
        cancelLabel={t`Stay`}
        onConfirm={() => client.leave()}
        onClose={onClose}
      >
        <Trans>The meeting goes on without you. You can come back with the same link.</Trans>
      </Confirm>
      <Confirm
        title={t`End the meeting for everybody?`}
        open={overlay === "end"}
        confirmLabel={t`End for everybody`}
        cancelLabel={t`Keep it going`}
        onConfirm={() => run(client.commands.end())}
        onClose={onClose}
      >
        <Trans>All participants are disconnected, and the meeting cannot be opened again.</Trans>
      </Confirm>
      <Confirm
        title={t`Remove ${name}?`}
        open={removing !== undefined}
        confirmLabel={t`Remove`}
        cancelLabel={t`Cancel`}
        onConfirm={() => {
          if (removing) run(client.commands.remove(removing.id));
        }}
        onClose={onClose}
      >
        <Trans>The person is disconnected at once, and the invitation no longer opens this meeting.</Trans>
      </Confirm>
    </>
  );
}
