import { Trans, useLingui } from "@lingui/react/macro";
import type { CSSProperties } from "react";
import { type ParticipantView, STAGE_TILE, tileOf } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { ActionMenu } from "../../design/Menu";
import { useStore } from "../../use-store";
import { FullScreenButton } from "./FullScreenButton";
import type { Rect } from "./layout";
import { Marks } from "./Marks";
import { OwnPicture, Picture } from "./Picture";
import { useParticipantActions } from "./participant-actions";
import { useRoom } from "./room";
import styles from "./Tile.module.css";

/** A box of the arrangement as a style; mirrored by the inline direction. */
export function placeOf(box: Rect): CSSProperties {
  return {
    insetInlineStart: `${box.x}px`,
    insetBlockStart: `${box.y}px`,
    inlineSize: `${box.width}px`,
    blockSize: `${box.height}px`,
  };
}

interface TileProps {
  person: ParticipantView;
  box: Rect;
  /** Shown large. */
  large?: boolean;
  /** Carries the stage's picture, in step with the stage's sound. */
  stage?: boolean;
}

/** A person: picture or initials, name plate, marks, and what one may do. */
export function Tile({ person, box, large, stage }: TileProps) {
  const { client } = useRoom();
  const { meeting, may } = useStore(client.meeting);
  const speaking = useStore(client.speakers).has(person.id);
  const actions = useParticipantActions(person, may);
  return (
    <li
      className={cx(styles.tile, large && styles.large, person.holdsFloor && styles.floor)}
      style={{ ...placeOf(box), ...delegationStyle(meeting, person.delegation?.id) }}
      data-speaking={speaking || undefined}
      data-participant={person.id}
    >
      <Face person={person} tile={stage ? STAGE_TILE : tileOf(person.id, "camera")} />
      {person.connection === "reconnecting" ? (
        <p className={styles.away}>
          <Trans>Reconnecting…</Trans>
        </p>
      ) : null}
      <NamePlate person={person} speaking={speaking} />
      <div className={styles.tools}>
        {actions.length > 0 ? <TileMenu person={person} actions={actions} /> : null}
        {large ? <FullScreenButton /> : null}
      </div>
    </li>
  );
}

function TileMenu({
  person,
  actions,
}: {
  person: ParticipantView;
  actions: ReturnType<typeof useParticipantActions>;
}) {
  const { t } = useLingui();
  const { name } = person;
  return (
    <div className={styles.menu}>
      <ActionMenu
        label={name}
        actions={actions}
        trigger={<IconButton variant="onPicture" icon="more" label={t`Actions for ${name}`} />}
      />
    </div>
  );
}

function Face({ person, tile }: { person: ParticipantView; tile: string }) {
  const { client } = useRoom();
  const { camera } = useStore(client.devices.view);
  const cover = <Avatar name={person.name} size="clamp(2.5rem, 38cqmin, 9rem)" />;
  if (person.isMe) return <OwnPicture kind="camera" shown={camera.on && camera.live} cover={cover} />;
  return <Picture tile={tile} expected={person.camera} cover={cover} />;
}

function NamePlate({ person, speaking }: { person: ParticipantView; speaking: boolean }) {
  const { t } = useLingui();
  const { name } = person;
  return (
    <div className={styles.plate}>
      <div className={styles.names}>
        <span className={styles.name} dir="auto">
          {person.isMe ? t`${name} (you)` : name}
        </span>
        <span className={styles.detail}>
          <Facts facts={[person.function, person.delegation?.name]} />
        </span>
        <span className={styles.short} dir="auto">
          {person.delegation?.name ?? person.function}
        </span>
      </div>
      <div className={styles.state}>
        <Marks person={person} speaking={speaking} />
      </div>
    </div>
  );
}
