import { Trans, useLingui } from "@lingui/react/macro";
import type { BoothView, SeatView } from "../../../client/index.ts";
import { tileOf } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { cx } from "../../design/cx";
import { Level } from "../../design/Meter";
import { Range } from "../../design/Range";
import { useStore } from "../../use-store";
import { channelName } from "../interpretation/channel-name";
import { Picture } from "../meeting/Picture";
import { useRoom } from "../meeting/room";
import { Block } from "./Block";
import { useConsole, useKeyLabel } from "./booth-context";
import { seatTone, seatWords } from "./booth-words";
import styles from "./Partner.module.css";

/** The colleagues of the booth: picture, state, level, and how loud one hears them. */
export function Partners({ booth }: { booth: BoothView }) {
  const { t, i18n } = useLingui();
  const [{ mix }, console] = useConsole();
  const keys = useKeyLabel();
  const others = booth.seats.filter(({ isMe }) => !isMe);
  return (
    <Block title={t({ message: "Partner", context: "booth" })}>
      {others.length === 0 ? (
        <p className={styles.alone}>
          <Trans>Nobody else sits in this booth.</Trans>
        </p>
      ) : null}
      {others.map((seat) => (
        <Partner key={seat.participant} seat={seat} />
      ))}
      <Range
        line
        label={t`Volume`}
        keys={`${keys("partner-softer")} ${keys("partner-louder")}`}
        words={i18n.number(mix.partner, { style: "percent" })}
        value={mix.partner}
        min={0}
        max={1.5}
        step={0.05}
        onChange={(partner) => console.setMix({ partner })}
      />
    </Block>
  );
}

function Partner({ seat }: { seat: SeatView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { byId } = useStore(client.meeting);
  const { name, participant } = seat;
  const words = seatWords(seat.state, i18n);
  const language = channelName(seat.output, i18n);
  return (
    <div className={styles.partner}>
      <div className={styles.picture}>
        <Picture
          tile={tileOf(participant, "camera")}
          expected={byId.get(participant)?.camera ?? false}
          cover={<Avatar name={name} size="2.25rem" />}
        />
      </div>
      <div className={styles.who}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <p>
          <span className={cx(styles.state, styles[seatTone(seat.state)])}>{words}</span>{" "}
          {seat.output ? <span>{language}</span> : null}
        </p>
        <Level label={t`Level of ${name}`} value={seat.level} />
      </div>
    </div>
  );
}
