import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  type MeetingView,
  MOST_PICTURES,
  type ParticipantView,
  type ShownView,
  STAGE_TILE,
  type TileRequest,
  tileOf,
} from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { IconButton } from "../../design/Button";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { ShownDocument } from "../showing/ShownDocument";
import { FullScreenButton } from "./FullScreenButton";
import { type Arrangement, arrange, type Rect } from "./layout";
import { Picture } from "./Picture";
import { Reactions } from "./Reactions";
import { useRoom } from "./room";
import styles from "./StageArea.module.css";
import { type SeatedPage, seatPage } from "./seating";
import { placeOf, Tile } from "./Tile";
import tileStyles from "./Tile.module.css";
import { useSize } from "./use-size";

// Between pictures, px.
const gap = 8;

// Height of the line that turns the pages, with the space above it, px: that of its buttons.
const pager = 52;

/** What is shown large: a document before a shared screen, before the person on stage; never oneself. */
interface Cast {
  readonly shown?: ShownView;
  readonly presenter?: ParticipantView;
  readonly large?: ParticipantView;
  /** Everybody else who may have a tile, in order of arrival; oneself last. */
  readonly others: readonly ParticipantView[];
}

function castOf(view: MeetingView, shown: ShownView | undefined, ownPicture: boolean): Cast {
  const presenters = view.participants.filter((person) => person.screen && !person.isMe && !shown);
  const presenter = presenters.find((person) => person.onStage) ?? presenters[0];
  const large = shown || presenter || view.stage?.isMe ? undefined : view.stage;
  const rest = view.participants.filter(
    (person) => person !== large && !person.isMe && sendsPictures(person),
  );
  const me = view.me && (ownPicture || rest.length === 0) && sendsPictures(view.me) ? [view.me] : [];
  return {
    ...(shown ? { shown } : {}),
    ...(presenter ? { presenter } : {}),
    ...(large ? { large } : {}),
    others: [...rest, ...me],
  };
}

/** Those who work for the meeting are not on its stage: interpreters are heard, and seen by their booth. */
function sendsPictures({ role }: ParticipantView): boolean {
  return !["observer", "press", "interpreter", "technician", "record-keeper"].includes(role);
}

const nothing: readonly TileRequest[] = [];

interface StageAreaProps {
  /** Pictures that are seen outside of the room: they are asked for first. */
  also?: readonly TileRequest[];
}

/** The room: the floor's holder or a shared screen large, the others around. */
export function StageArea({ also = nothing }: StageAreaProps) {
  const { client, full } = useRoom();
  const [preferences] = usePreferences();
  const view = useStore(client.meeting);
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const { shown } = useStore(client.agenda.view);
  const cast = useMemo(
    () => castOf(view, shown, preferences.ownPicture),
    [view, shown, preferences.ownPicture],
  );
  const stage = Boolean(cast.shown ?? cast.presenter ?? cast.large);
  const tiles = full.on && stage ? 0 : cast.others.length;
  // A shared screen takes one; the own picture is not received.
  const most = MOST_PICTURES - (cast.presenter ? 1 : 0) + (cast.others.some(({ isMe }) => isMe) ? 1 : 0);
  const arrangement = useMemo(
    () => arrange({ ...size, gap, stage, tiles, most }, pager),
    [size, stage, tiles, most],
  );
  const [turned, turn] = useState(0);
  const { people: seated, page, pages } = useSeats(cast.others, arrangement.tiles.length, turned);
  if (page !== turned) turn(page); // the last page is gone: whoever comes later must not turn it back
  useRequests(also, cast, seated, arrangement, view.stage);
  return (
    <div className={styles.room}>
      <div ref={room} className={styles.space}>
        <ul className={styles.people}>
          {arrangement.stage && cast.shown ? (
            <ShownDocument shown={cast.shown} box={arrangement.stage} />
          ) : null}
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
                stage={Boolean(cast.shown ?? cast.presenter) && person === view.stage}
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
      {arrangement.pager ? <Pager page={page} pages={pages} onTurn={turn} /> : null}
      {arrangement.hidden > 0 && !arrangement.pager ? <Unseen count={arrangement.hidden} /> : null}
      <Reactions />
    </div>
  );
}

/** Turns the pages of those who do not fit beside the others. */
function Pager({ page, pages, onTurn }: { page: number; pages: number; onTurn: (page: number) => void }) {
  const { t, i18n } = useLingui();
  const [shown, all] = [i18n.number(page + 1), i18n.number(pages)];
  return (
    <nav className={styles.pager} aria-label={t`Pages of participants`}>
      <IconButton
        icon="previous"
        label={t`Previous page`}
        onPress={() => onTurn((page + pages - 1) % pages)}
      />
      <span aria-live="polite">{t`Page ${shown} of ${all}`}</span>
      <IconButton icon="next" label={t`Next page`} onPress={() => onTurn((page + 1) % pages)} />
    </nav>
  );
}

/** In a window too small for any tile beside the stage: how many there are. */
function Unseen({ count }: { count: number }) {
  return (
    <p className={styles.more}>
      <Icon name="people" size="1.1em" />
      <Plural
        value={count}
        one="# more person is in the list of participants"
        other="# more people are in the list of participants"
      />
    </p>
  );
}

/** Who sits on the tiles there are. Those seated keep their seat unless somebody needs it more. */
function useSeats(others: readonly ParticipantView[], capacity: number, page: number): SeatedPage {
  const { client } = useRoom();
  const speakers = useStore(client.speakers);
  const first = useRef<ReadonlySet<string>>(new Set());
  const seated = useMemo(
    () => seatPage(others, capacity, page, speakers, first.current),
    [others, capacity, page, speakers],
  );
  useEffect(() => {
    if (seated.page === 0) first.current = new Set(seated.people.map(({ id }) => id));
  }, [seated]);
  return seated;
}

/** Tells the client which pictures are visible and how large. */
function useRequests(
  also: readonly TileRequest[],
  cast: Cast,
  seated: readonly ParticipantView[],
  { stage, tiles }: Arrangement,
  onStage: ParticipantView | undefined,
): void {
  const { client } = useRoom();
  useEffect(() => {
    const requests: TileRequest[] = [...also];
    if (stage && cast.presenter)
      requests.push({ tile: tileOf(cast.presenter.id, "screen"), height: stage.height });
    if (stage && cast.large) requests.push({ tile: STAGE_TILE, height: stage.height });
    for (const [index, person] of seated.entries()) {
      const box = tiles[index];
      if (!box || person.isMe || !person.camera) continue;
      const tile =
        (cast.shown ?? cast.presenter) && person === onStage ? STAGE_TILE : tileOf(person.id, "camera");
      requests.push({ tile, height: box.height });
    }
    client.pictures.request(requests);
  }, [client, also, cast, seated, stage, tiles, onStage]);
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
      <div className={tileStyles.tools}>
        <FullScreenButton />
      </div>
    </li>
  );
}
