import { Trans, useLingui } from "@lingui/react/macro";
import type { EntryView, Meeting } from "../../../client/index.ts";
import { IconButton } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { ActionMenu, type MenuAction } from "../../design/Menu";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { kindName } from "./floor-words";
import styles from "./SpeakersList.module.css";

/** The list in the order in which the floor will be given; the chair moves and removes. */
export function SpeakersList() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { list, may } = useStore(client.floor.view);
  const { meeting } = useStore(client.meeting);
  if (list.entries.length === 0) {
    return (
      <p className={styles.none}>
        <Trans>Nobody is on the list.</Trans>
      </p>
    );
  }
  return (
    <ol className={styles.list} aria-label={t`List of speakers`}>
      {list.entries.map((entry) => (
        <Entry
          key={entry.id}
          entry={entry}
          last={entry.place === list.entries.length}
          meeting={meeting}
          chairs={may.preside}
        />
      ))}
    </ol>
  );
}

interface EntryProps {
  entry: EntryView;
  last: boolean;
  meeting: Meeting | undefined;
  chairs: boolean;
}

function Entry({ entry, last, meeting, chairs }: EntryProps) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { id, place, name, delegation, kind, onBehalfOf, present, moved, isMe } = entry;
  const facts = [
    delegation?.name,
    kind === "statement" ? undefined : kindName(kind, i18n),
    onBehalfOf ? t`on behalf of ${onBehalfOf}` : undefined,
    present ? undefined : t`not in the meeting now`,
    moved ? t`moved by the chair` : undefined,
  ];
  return (
    <li
      className={styles.entry}
      style={delegationStyle(meeting, delegation?.id)}
      data-me={isMe || undefined}
      data-absent={!present || undefined}
    >
      <span className={styles.place}>{i18n.number(place)}</span>
      <span className={styles.words}>
        <span className={styles.name} dir="auto">
          {isMe ? t`${name} (you)` : name}
        </span>
        <small className={styles.facts}>
          <Facts facts={facts} />
        </small>
      </span>
      {chairs ? (
        <span className={styles.tools}>
          <IconButton
            icon="up"
            label={t`Move ${name} up`}
            isDisabled={place === 1}
            onPress={() => run(client.floor.move(id, place - 1))}
          />
          <IconButton
            icon="down"
            label={t`Move ${name} down`}
            isDisabled={last}
            onPress={() => run(client.floor.move(id, place + 1))}
          />
          <EntryMenu entry={entry} />
        </span>
      ) : isMe ? (
        <IconButton
          icon="close"
          label={t`Withdraw from the list`}
          onPress={() => run(client.floor.withdraw(id))}
        />
      ) : null}
    </li>
  );
}

function EntryMenu({ entry }: { entry: EntryView }) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { id, place, name, participant, present, moved } = entry;
  const all: readonly (MenuAction | false)[] = [
    present && {
      id: "give",
      icon: "floor",
      label: t`Give the floor`,
      run: () => run(client.commands.giveFloor(participant)),
    },
    place > 1 && {
      id: "first",
      icon: "up",
      label: t`Move to the top`,
      run: () => run(client.floor.move(id, 1)),
    },
    moved && {
      id: "order",
      icon: "swap",
      label: t`Back to its place in the order`,
      run: () => run(client.floor.move(id, 0)),
    },
    {
      id: "remove",
      icon: "remove",
      label: t`Take off the list`,
      danger: true,
      separated: true,
      run: () => run(client.floor.withdraw(id)),
    },
  ];
  return (
    <ActionMenu
      label={name}
      actions={all.filter((action) => action !== false)}
      trigger={<IconButton icon="more" label={t`Actions for ${name}`} />}
    />
  );
}
