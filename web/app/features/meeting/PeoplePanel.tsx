import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import type { Meeting, MeetingView, ParticipantView } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { Button, IconButton } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { SwitchField } from "../../design/Field";
import { ActionMenu } from "../../design/Menu";
import { useStore } from "../../use-store";
import { RecordingSwitch } from "../recording/RecordingSwitch";
import { useRoleNames } from "../roles";
import { Marks } from "./Marks";
import styles from "./PeoplePanel.module.css";
import { useParticipantActions } from "./participant-actions";
import { useRoom } from "./room";
import { SidePanel } from "./SidePanel";

/** Who is here, by delegation; who waits; who asked for the floor; and the chair's switches. */
export function PeoplePanel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const view = useStore(client.meeting);
  const count = new Intl.NumberFormat(i18n.locale).format(view.participants.length);
  return (
    <SidePanel
      title={t`Participants (${count})`}
      onClose={onClose}
      footer={<ChairFooter view={view} />}
      flows
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard */}
      <div className={styles.lists} tabIndex={0} role="group" aria-label={t`Lists of participants`}>
        {view.may.admit && view.lobby.length > 0 ? (
          <LobbyList lobby={view.lobby} meeting={view.meeting} />
        ) : null}
        {view.hands.length > 0 ? (
          <Group title={t`Asking for the floor`}>
            {view.hands.map((person) => (
              <Row key={person.id} person={person} view={view} hand />
            ))}
          </Group>
        ) : null}
        {groupsOf(view).map(({ id, name, people }) => (
          <Group key={id} title={name ?? t`Without a delegation`}>
            {people.map((person) => (
              <Row key={person.id} person={person} view={view} />
            ))}
          </Group>
        ))}
      </div>
    </SidePanel>
  );
}

interface DelegationGroup {
  readonly id: string;
  readonly name?: string;
  readonly people: readonly ParticipantView[];
}

/** The participants by delegation, in the meeting's order of delegations; those without one last. */
function groupsOf({ meeting, participants }: MeetingView): readonly DelegationGroup[] {
  const known = meeting?.delegations ?? [];
  const groups: DelegationGroup[] = known.map(({ id, name }) => ({
    id,
    name,
    people: participants.filter((person) => person.delegation?.id === id),
  }));
  const others = participants.filter((person) => !known.some(({ id }) => id === person.delegation?.id));
  return [...groups, { id: "", people: others }].filter(({ people }) => people.length > 0);
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.group}>
      <h3 id={id}>
        <bdi>{title}</bdi>
      </h3>
      <ul>{children}</ul>
    </section>
  );
}

function LobbyList({ lobby, meeting }: { lobby: readonly ParticipantView[]; meeting: Meeting | undefined }) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  return (
    <Group title={t`Waiting in the lobby`}>
      {lobby.map((person) => {
        const { id, name } = person;
        return (
          <li key={id} className={styles.waiting} style={delegationStyle(meeting, person.delegation?.id)}>
            <Person person={person} />
            <div className={styles.answers}>
              <Button
                variant="primary"
                icon="check"
                aria-label={t`Admit ${name}`}
                onPress={() => run(client.commands.admit(id))}
              >
                <Trans>Admit</Trans>
              </Button>
              <Button aria-label={t`Refuse ${name}`} onPress={() => run(client.commands.refuse(id))}>
                <Trans>Refuse</Trans>
              </Button>
            </div>
          </li>
        );
      })}
    </Group>
  );
}

interface RowProps {
  person: ParticipantView;
  view: MeetingView;
  /** In the list of raised hands: with the chair's answer. */
  hand?: boolean;
}

function Row({ person, view, hand }: RowProps) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const speaking = useStore(client.speakers).has(person.id);
  const actions = useParticipantActions(person, view.may);
  const { id, name } = person;
  return (
    <li className={styles.row} style={delegationStyle(view.meeting, person.delegation?.id)}>
      <Person person={person} />
      {hand ? null : <Marks person={person} speaking={speaking} />}
      {hand && view.may.giveFloor && !person.holdsFloor ? (
        <Button
          icon="floor"
          aria-label={t`Give the floor to ${name}`}
          onPress={() => run(client.commands.giveFloor(id))}
        >
          <Trans context="the floor">Give</Trans>
        </Button>
      ) : null}
      {!hand && actions.length > 0 ? (
        <ActionMenu
          label={name}
          actions={actions}
          trigger={<IconButton icon="more" label={t`Actions for ${name}`} />}
        />
      ) : null}
    </li>
  );
}

function Person({ person }: { person: ParticipantView }) {
  const { t } = useLingui();
  const roles = useRoleNames();
  const { name } = person;
  const role = person.role === "delegate" ? undefined : roles[person.role];
  const trust = { verified: t`identity verified`, vouched: t`vouched for`, guest: t`guest` }[person.trust];
  const details = [
    role,
    person.function,
    person.role === "delegate" && person.delegation ? trust : undefined,
    person.connection === "reconnecting" ? t`Reconnecting…` : undefined,
    person.unrecorded ? t`Not recorded` : undefined,
  ];
  return (
    <>
      <Avatar name={name} size="2.25rem" />
      <div className={styles.person}>
        <span className={styles.name} dir="auto">
          {person.isMe ? t`${name} (you)` : name}
        </span>
        <span className={styles.details}>
          <Facts facts={details} />
        </span>
      </div>
    </>
  );
}

function ChairFooter({ view }: { view: MeetingView }) {
  const { client, run, askEnd } = useRoom();
  const { may, meeting, floor } = view;
  if (!may.lock && !may.end && !may.giveFloor) return null;
  return (
    <>
      {may.lock ? (
        <SwitchField
          selected={meeting?.locked ?? false}
          onChange={(locked) => run(client.commands.setLocked(locked))}
          description={<Trans>Nobody new can enter</Trans>}
        >
          <Trans>Lock the meeting</Trans>
        </SwitchField>
      ) : null}
      {may.record ? <RecordingSwitch /> : null}
      <div className={styles.chair}>
        {may.giveFloor && floor.holder ? (
          <Button icon="floor" onPress={() => run(client.commands.openFloor())}>
            <Trans>Open the floor to all</Trans>
          </Button>
        ) : null}
        {may.end ? (
          <Button variant="danger" icon="close" onPress={askEnd}>
            <Trans>End the meeting…</Trans>
          </Button>
        ) : null}
      </div>
    </>
  );
}
