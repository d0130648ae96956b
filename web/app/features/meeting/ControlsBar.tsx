import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode, RefObject } from "react";
import { handMeans, type Role } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { ControlButton, ControlToggle } from "../../design/Button";
import { Icon } from "../../design/icons";
import { ActionMenu, type MenuAction } from "../../design/Menu";
import { useStore } from "../../use-store";
import { ListeningControl } from "../interpretation/ListeningControl";
import { CaptionsMenu, useCaptionActions } from "../record/CaptionsMenu";
import styles from "./ControlsBar.module.css";
import { reactions, useReactionNames } from "./reactions";
import { type Panel, useRoom } from "./room";
import { type ShortcutAction, shortcutKeys } from "./shortcuts";
import { unheard } from "./unheard";

interface ControlsBarProps {
  panel: Panel | undefined;
  onPanel: (panel: Panel) => void;
  onSettings: () => void;
  onLeave: () => void;
  act: (action: ShortcutAction) => void;
  /** For the gallery: the choice of what one hears is open at first. */
  listening: boolean;
  /** The group of controls, for who skips to it. */
  group: RefObject<HTMLDivElement | null>;
  children?: ReactNode;
}

/** The bar below the room: what one does all the time. On a phone what is rarer moves into a menu. */
export function ControlsBar(props: ControlsBarProps) {
  const { t } = useLingui();
  const { onLeave } = props;
  return (
    <footer className={styles.bar}>
      {props.children}
      <UnheardLine />
      <div ref={props.group} tabIndex={-1} className={styles.group} role="group" aria-label={t`Controls`}>
        <ListeningControl initiallyOpen={props.listening} />
        <OwnControls act={props.act} />
        <ReactionsMenu />
        <CaptionsMenu />
        <PanelControls {...props} />
        <MoreMenu {...props} />
        <ControlButton
          icon="leave"
          caption={t`Leave`}
          label={t`Leave the meeting`}
          tone="leave"
          onPress={onLeave}
        />
      </div>
    </footer>
  );
}

/**
 * Says once, politely, that nobody hears what one says now, and why; not again when only the floor's holder changes, which
 * is told anyway.
 */
function UnheardLine() {
  const { client } = useRoom();
  const { microphone } = useStore(client.devices.view);
  const now = unheard(useStore(client.meeting), microphone);
  const { own, list } = useStore(client.floor.view);
  const name = now?.holder ?? "";
  return (
    <div role="status" className={styles.unheard}>
      {now ? (
        <p>
          <Icon name="microphoneOff" />
          <span>
            {now.asked ? (
              <Trans>
                You are not heard now: <bdi aria-live="off">{name}</bdi> has the floor. Your hand is raised.
              </Trans>
            ) : own ? (
              <Trans>
                You are not heard now: <bdi aria-live="off">{name}</bdi> has the floor. You are on the list of
                speakers.
              </Trans>
            ) : list.open ? (
              <Trans>
                You are not heard now: <bdi aria-live="off">{name}</bdi> has the floor. Ask for it on the list
                of speakers.
              </Trans>
            ) : (
              <Trans>
                You are not heard now: <bdi aria-live="off">{name}</bdi> has the floor. Raise your hand to ask
                for it.
              </Trans>
            )}
          </span>
        </p>
      ) : null}
    </div>
  );
}

/** Whether the view of all channels is this person's business, and no page of its own. */
function useSeesChannels(): boolean {
  const { client } = useRoom();
  const { me } = useStore(client.meeting);
  const { available } = useStore(client.listening.view);
  return available && (me?.role === "chair" || me?.role === "organiser");
}

/** Whether this person works on the texts that are negotiated; others read them when they are adopted. */
function negotiates(role: Role | undefined): boolean {
  return role === "delegate" || keepsRecord(role);
}

/** Whether this person writes the record. */
function keepsRecord(role: Role | undefined): boolean {
  return role === "record-keeper" || role === "chair" || role === "organiser";
}

/** A key as shown beside its control, where keys are on. */
function useKeyHint(): (action: Exclude<ShortcutAction, "close">) => { shortcut?: string } {
  const [{ shortcuts }] = usePreferences();
  return (action) => (shortcuts ? { shortcut: shortcutKeys[action] } : {});
}

function OwnControls({ act }: { act: (action: ShortcutAction) => void }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const { microphone, camera, screen } = useStore(client.devices.view);
  const { may } = useStore(client.meeting);
  const hint = useKeyHint();
  return (
    <>
      {may.publish ? (
        <>
          <ControlButton
            icon={microphone.on ? "microphone" : "microphoneOff"}
            caption={microphone.on ? t`Microphone on` : t`Microphone off`}
            label={microphone.on ? t`Turn microphone off` : t`Turn microphone on`}
            {...(microphone.on ? {} : { tone: "off" as const })}
            {...hint("microphone")}
            onPress={() => act("microphone")}
          />
          <ControlButton
            icon={camera.on ? "camera" : "cameraOff"}
            caption={camera.on ? t`Camera on` : t`Camera off`}
            label={camera.on ? t`Turn camera off` : t`Turn camera on`}
            {...(camera.on ? {} : { tone: "off" as const })}
            {...hint("camera")}
            onPress={() => act("camera")}
          />
        </>
      ) : null}
      {may.publish && screen.available ? (
        <ControlButton
          collapsible
          icon={screen.on ? "screenOff" : "screen"}
          caption={screen.on ? t`Stop sharing` : t`Share`}
          label={screen.on ? t`Stop sharing the screen` : t`Share a screen`}
          {...(screen.on ? { tone: "active" as const } : {})}
          {...hint("share")}
          isDisabled={screen.pending}
          onPress={() => act("share")}
        />
      ) : null}
      <HandControl act={act} />
    </>
  );
}

/** The hand; where the list of speakers is open, a place on it. */
function HandControl({ act }: { act: (action: ShortcutAction) => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { may, me } = useStore(client.meeting);
  const floor = useStore(client.floor.view);
  const hint = useKeyHint();
  const raised = me?.handSince !== undefined;
  const means = handMeans(floor, raised);
  const place = floor.own ? i18n.number(floor.own.place) : "";
  if (!may.raiseHand && !raised && means === "hand") return null;
  const on = means === "hand" ? raised : means !== "ask";
  const words =
    means === "hand"
      ? { caption: t`Hand`, label: t`Raise your hand` }
      : means === "ask"
        ? { caption: t`Ask to speak`, label: t`Ask for the floor on the list of speakers` }
        : { caption: t`On the list`, label: t`You are number ${place} on the list of speakers` };
  return (
    <ControlToggle
      icon="hand"
      {...words}
      {...(on ? { tone: "active" as const } : {})}
      badge={means !== "hand" && on ? place : undefined}
      isSelected={on}
      {...hint("hand")}
      onPress={() => act("hand")}
    />
  );
}

function ReactionsMenu() {
  const { t } = useLingui();
  return (
    <ActionMenu
      label={t`Reactions`}
      trigger={<ControlButton collapsible icon="smile" caption={t`Reactions`} />}
      actions={useReactionActions()}
    />
  );
}

function useReactionActions(): readonly MenuAction[] {
  const { client } = useRoom();
  const names = useReactionNames();
  return reactions.map((reaction) => ({
    id: reaction,
    icon: reaction,
    label: names[reaction],
    run: () => client.commands.react(reaction),
  }));
}

function PanelControls({ panel, onPanel, onSettings }: ControlsBarProps) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { unread } = useStore(client.chat.view);
  const { participants, lobby, may, me } = useStore(client.meeting);
  const listed = useStore(client.floor.view).list.entries.length;
  const channels = useSeesChannels();
  const keeps = keepsRecord(me?.role);
  const hint = useKeyHint();
  const count = (n: number) => (n > 0 ? new Intl.NumberFormat(i18n.locale).format(n) : undefined);
  const waiting = may.admit ? lobby.length : 0;
  return (
    <>
      <ControlToggle
        icon="chat"
        caption={t`Chat`}
        {...(unread > 0
          ? { label: t`${plural(unread, { one: "# unread message", other: "# unread messages" })}` }
          : {})}
        badge={count(unread)}
        isSelected={panel === "chat"}
        {...hint("chat")}
        onPress={() => onPanel("chat")}
      />
      <ControlToggle
        collapsible
        icon="people"
        caption={t`People`}
        label={
          waiting > 0
            ? t`${plural(waiting, { one: "# person waits in the lobby", other: "# people wait in the lobby" })}`
            : t`${plural(participants.length, { one: "# person in the meeting", other: "# people in the meeting" })}`
        }
        badge={count(waiting)}
        isSelected={panel === "people"}
        {...hint("people")}
        onPress={() => onPanel("people")}
      />
      <ControlToggle
        collapsible
        icon="agenda"
        caption={t`Agenda`}
        isSelected={panel === "agenda"}
        {...hint("agenda")}
        onPress={() => onPanel("agenda")}
      />
      <ControlToggle
        collapsible
        icon="speech"
        caption={t`Speakers`}
        label={t`Floor and list of speakers`}
        badge={count(listed)}
        isSelected={panel === "speakers"}
        onPress={() => onPanel("speakers")}
      />
      {keeps ? (
        <ControlToggle
          collapsible
          icon="minutes"
          caption={t`Record`}
          label={t`Write the record`}
          isSelected={panel === "record"}
          onPress={() => onPanel("record")}
        />
      ) : null}
      {negotiates(me?.role) ? (
        <ControlToggle
          collapsible
          icon="document"
          caption={t`Text`}
          label={t`The text under negotiation`}
          isSelected={panel === "text"}
          onPress={() => onPanel("text")}
        />
      ) : null}
      {channels ? (
        <ControlToggle
          collapsible
          icon="booth"
          caption={t`Channels`}
          label={t`Interpretation: all channels and booths`}
          isSelected={panel === "channels"}
          onPress={() => onPanel("channels")}
        />
      ) : null}
      <ControlButton
        collapsible
        icon="settings"
        caption={t`Settings`}
        label={t`Devices, language, connection`}
        {...hint("settings")}
        onPress={onSettings}
      />
    </>
  );
}

/** On a narrow screen: what does not fit. */
function MoreMenu({ onPanel, onSettings, act }: ControlsBarProps) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { screen } = useStore(client.devices.view);
  const { may, lobby, me } = useStore(client.meeting);
  const captionActions = useCaptionActions();
  const reactionActions = useReactionActions();
  const channels = useSeesChannels();
  const waiting = may.admit ? lobby.length : 0;
  const share: MenuAction = {
    id: "share",
    icon: screen.on ? "screenOff" : "screen",
    label: screen.on ? t`Stop sharing the screen` : t`Share a screen`,
    run: () => act("share"),
  };
  const actions: readonly MenuAction[] = [
    { id: "people", icon: "people", label: t`Participants`, run: () => onPanel("people") },
    { id: "agenda", icon: "agenda", label: t`Agenda`, run: () => onPanel("agenda") },
    {
      id: "speakers",
      icon: "speech",
      label: t`Floor and list of speakers`,
      run: () => onPanel("speakers"),
    },
    ...(keepsRecord(me?.role)
      ? [{ id: "record", icon: "minutes" as const, label: t`Write the record`, run: () => onPanel("record") }]
      : []),
    ...(negotiates(me?.role)
      ? [
          {
            id: "text",
            icon: "document" as const,
            label: t`The text under negotiation`,
            run: () => onPanel("text"),
          },
        ]
      : []),
    ...(channels
      ? [
          {
            id: "channels",
            icon: "booth" as const,
            label: t`Interpretation: all channels and booths`,
            run: () => onPanel("channels"),
          },
        ]
      : []),
    ...(may.publish && screen.available ? [share] : []),
    { id: "settings", icon: "settings", label: t`Settings and devices`, run: onSettings },
    ...captionActions.map((action, index) => ({ ...action, separated: index === 0 })),
    ...reactionActions.map((action, index) => ({ ...action, separated: index === 0 })),
  ];
  return (
    <div className={styles.more}>
      <ActionMenu
        label={t`More`}
        trigger={
          <ControlButton
            icon="more"
            caption={t`More`}
            {...(waiting > 0
              ? {
                  label: t`${plural(waiting, { one: "# person waits in the lobby", other: "# people wait in the lobby" })}`,
                }
              : {})}
            badge={waiting > 0 ? new Intl.NumberFormat(i18n.locale).format(waiting) : undefined}
          />
        }
        actions={actions}
      />
    </div>
  );
}
