import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef } from "react";
import {
  type MeetingView,
  type ParticipantView,
  STAGE_TILE,
  type TileRequest,
  tileOf,
} from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { type Arrangement, arrange, type Rect } from "./layout";
import { Picture } from "./Picture";
import { Reactions } from "./Reactions";
import { useRoom } from "./room";
import styles from "./StageArea.module.css";
import { seat } from "./seating";
import { placeOf, Tile } from "./Tile";
import tileStyles from "./Tile.module.css";
import { useSize } from "./use-size";

// Between pictures, px.
const gap = 8;

// From so many others on, space is kept for the line that says how many are not shown. By their number and not by
// what fits, so that the line cannot make itself come and go.
const crowd = 10;

/** Who is shown large: a shared screen before the person on stage; never oneself. */
interface Cast {
  readonly presenter?: ParticipantView;
  readonly large?: ParticipantView;
  /** Everybody else who may have a tile, in order of arrival; oneself last. */
  readonly others: readonly ParticipantView[];
}

function castOf(view: MeetingView, ownPicture: boolean): Cast {
  const presenters = view.participants.filter((person) => person.screen && !person.isMe);
  const presenter = presenters.find((person) => person.onStage) ?? presenters[0];
  const large = presenter || view.stage?.isMe ? undefined : view.stage;
  const rest = view.participants.filter(
    (person) => person !== large && !person.isMe && sendsPictures(person),
  );
  const me = view.me && (ownPicture || rest.length === 0) && sendsPictures(view.me) ? [view.me] : [];
  return { ...(presenter ? { presenter } : {}), ...(large ? { large } : {}), others: [...rest, ...me] };
}

function sendsPictures({ role }: ParticipantView): boolean {
  return role !== "observer" && role !== "press";
}

/** The room: the floor's holder or a shared screen large, the others around. */
export function StageArea() {
  const { client } = useRoom();
  const [preferences] = usePreferences();
  const view = useStore(client.meeting);
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const cast = useMemo(() => castOf(view, preferences.ownPicture), [view, preferences.ownPicture]);
  const stage = Boolean(cast.presenter ?? cast.large);
  const arrangement = useMemo(
    () => arrange({ ...size, gap, stage, tiles: cast.others.length }),
    [size, stage, cast.others.length],
  );
  const seated = useSeats(cast.others, arrangement.tiles.length);
  useRequests(cast, seated, arrangement, view.stage);
  return (
    <div className={styles.room} data-crowded={cast.others.length >= crowd || undefined}>
      <div ref={room} className={styles.space}>
        <ul className={styles.people}>
          {arrangement.stage && cast.presenter ? (
            <SharedScreen presenter={cast.presenter} box={arrangement.stage} />
          ) : null}
          {arrangement.stage && cast.large ? (
            <Tile key={`large-${cast.large.id}`} person={cast.large} box={arrangement.stage} large stage />
          ) : null}
          {seated.map((person, index) => {
            const box = arrangement.tiles[index];
            if (!box) return null;
            return (
              <Tile
                key={person.id}
                person={person}
                box={box}
                stage={Boolean(cast.presenter) && person === view.stage}
              />
            );
          })}
        </ul>
        {view.participants.length <= 1 ? (
          <p className={styles.alone}>
            <Trans>Nobody else is here yet.</Trans>
          </p>
        ) : null}
      </div>
      {arrangement.hidden > 0 ? (
        <p className={styles.more}>
          <Icon name="people" size="1.1em" />
          <Plural
            value={arrangement.hidden}
            one="# more person is in the list of participants"
            other="# more people are in the list of participants"
          />
        </p>
      ) : null}
      <Reactions />
    </div>
  );
}

/** Who sits on the tiles there are. Those seated keep their seat unless somebody needs it more. */
function useSeats(others: readonly ParticipantView[], capacity: number): readonly ParticipantView[] {
  const { client } = useRoom();
  const speakers = useStore(client.speakers);
  const before = useRef<ReadonlySet<string>>(new Set());
  const seated = useMemo(
    () => seat(others, capacity, speakers, before.current),
    [others, capacity, speakers],
  );
  useEffect(() => {
    before.current = new Set(seated.map(({ id }) => id));
  }, [seated]);
  return seated;
}

/** Tells the client which pictures are visible and how large. */
function useRequests(
  cast: Cast,
  seated: readonly ParticipantView[],
  { stage, tiles }: Arrangement,
  onStage: ParticipantView | undefined,
): void {
  const { client } = useRoom();
  useEffect(() => {
    const requests: TileRequest[] = [];
    if (stage && cast.presenter)
      requests.push({ tile: tileOf(cast.presenter.id, "screen"), height: stage.height });
    if (stage && cast.large) requests.push({ tile: STAGE_TILE, height: stage.height });
    for (const [index, person] of seated.entries()) {
      const box = tiles[index];
      if (!box || person.isMe || !person.camera) continue;
      const tile = cast.presenter && person === onStage ? STAGE_TILE : tileOf(person.id, "camera");
      requests.push({ tile, height: box.height });
    }
    client.pictures.request(requests);
  }, [client, cast, seated, stage, tiles, onStage]);
}

function SharedScreen({ presenter, box }: { presenter: ParticipantView; box: Rect }) {
  const { t } = useLingui();
  const { name } = presenter;
  return (
    <li className={tileStyles.tile} style={placeOf(box)}>
      <Picture
        tile={tileOf(presenter.id, "screen")}
        expected
        whole
        cover={
          <p className={styles.waiting}>
            <Icon name="screen" size="2rem" />
            <Trans>The shared screen is on its way…</Trans>
          </p>
        }
      />
      <p className={styles.presenter}>
        <Icon name="screen" size="1.1em" />
        {t`${name} is sharing a screen`}
      </p>
    </li>
  );
}
