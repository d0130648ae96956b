import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { BoothView, ChannelView } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Facts } from "../../design/Facts";
import { Icon } from "../../design/icons";
import { Range } from "../../design/Range";
import { formatTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import { seatTone, seatWords } from "../booth/booth-words";
import { useFigures } from "../booth/Sources";
import { QualityMark } from "../meeting/Marks";
import { useRoom } from "../meeting/room";
import { SidePanel } from "../meeting/SidePanel";
import { StageArea } from "../meeting/StageArea";
import styles from "./Channels.module.css";
import { channelInText, channelName } from "./channel-name";
import { useChannelStates } from "./channel-states";
import { RoutingPicture } from "./RoutingPicture";

/** All channels and booths, for the chair and the organiser, in a panel. */
export function ChannelsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <SidePanel title={t`Interpretation`} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel is reached by the keyboard */}
      <div className={styles.panel} tabIndex={0} role="group" aria-label={t`Interpretation`}>
        <Channels level="h3" />
        <Booths level="h3" />
      </div>
    </SidePanel>
  );
}

/** The technician's page: all channels and booths, the calls, the room beside them. */
export function ControlRoom() {
  const { t } = useLingui();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling page is reached by the keyboard
    <div className={styles.room} tabIndex={0} role="group" aria-label={t`Interpretation`}>
      <div className={styles.main}>
        <Calls />
        <RoutingPicture />
        <Channels monitor level="h2" />
      </div>
      <div className={styles.side}>
        <div className={styles.stage}>
          <StageArea />
        </div>
        <Booths level="h2" />
        <Speakers />
      </div>
    </div>
  );
}

type Level = "h2" | "h3";

/** A block's title: below the panel's own title, or below the page's. */
function Title({ level: Heading, children }: { level: Level; children: ReactNode }) {
  return <Heading className={styles.title}>{children}</Heading>;
}

/** Each channel: who is on air, from where, at which quality, and how many listen. */
function Channels({ monitor = false, level }: { monitor?: boolean; level: Level }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const view = useStore(client.console.view);
  const count = i18n.number(view.floorListeners);
  const { byId } = useStore(client.meeting);
  const states = useChannelStates();
  return (
    <section className={styles.block}>
      <Title level={level}>{t`Channels`}</Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls is reached by the keyboard */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t`Channels`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t`Language`}</th>
              <th scope="col">{t`State`}</th>
              <th scope="col">{t`On air`}</th>
              <th scope="col">{t`From`}</th>
              <th scope="col">{t`Listeners`}</th>
              {monitor ? <th scope="col">{t({ message: "Monitor", context: "console" })}</th> : null}
            </tr>
          </thead>
          <tbody>
            {view.channels.map((channel) => (
              <tr key={channel.language}>
                <th scope="row">{channelName(channel.language, i18n)}</th>
                <td>
                  <span className={cx(styles.state, styles[states[channel.state].tone])}>
                    {states[channel.state].text}
                  </span>
                </td>
                <td>
                  <QualityMark quality={byId.get(channel.holder)?.quality} />{" "}
                  <bdi>{channel.holderName || "—"}</bdi>
                </td>
                <td>
                  <From channel={channel} />
                </td>
                <td>
                  <Listeners words={i18n.number(channel.listens)} people={channel.listeners} />
                  {channel.relays > 0 ? (
                    <small>
                      {" "}
                      <Plural value={channel.relays} one="+ # on relay" other="+ # on relay" />
                    </small>
                  ) : null}
                </td>
                {monitor ? (
                  <td>
                    <ListenTo channel={channel} />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.note}>
        <Listeners words={t`Hear the floor as it is: ${count}`} people={view.onFloor} />
      </div>
      {monitor ? <MonitorVolume /> : null}
    </section>
  );
}

/** How many, and on request who: viewers outside are counted and have no name. */
function Listeners({ words, people }: { words: string; people: readonly string[] }) {
  const { client } = useRoom();
  const { byId } = useStore(client.meeting);
  const named = people.flatMap((id) => byId.get(id) ?? []);
  if (named.length === 0) return words;
  return (
    <details className={styles.listeners}>
      <summary>{words}</summary>
      <ul>
        {named.map(({ id, name }) => (
          <li key={id}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

function From({ channel }: { channel: ChannelView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { booths } = useStore(client.console.view);
  if (channel.state === "PASS") return t`the floor itself`;
  if (!channel.holder) return "—";
  const seats = booths.flatMap(({ seats: all }) => all);
  const input = seats.find(({ participant }) => participant === channel.holder)?.input ?? "floor";
  if (input === "floor") return t`floor`;
  const language = channelInText(input, i18n);
  const hops = i18n.number(channel.hops);
  return t`relay: ${language} (${hops} interpreters)`;
}

function ListenTo({ channel }: { channel: ChannelView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { monitor } = useStore(client.console.view);
  const on = monitor.from === "channel" && monitor.channel === channel.language;
  const language = channelInText(channel.language, i18n);
  return (
    <Button
      icon={on ? "speakerOff" : "speaker"}
      aria-label={on ? t`Stop listening to ${language}` : t`Listen to ${language}`}
      onPress={() =>
        client.console.setMonitor(on ? { from: "none" } : { from: "channel", channel: channel.language })
      }
    >
      {on ? t({ message: "Stop", context: "monitor" }) : t({ message: "Listen", context: "monitor" })}
    </Button>
  );
}

function MonitorVolume() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { mix } = useStore(client.console.view);
  return (
    <Range
      line
      label={t`Monitor's volume`}
      words={i18n.number(mix.monitor, { style: "percent" })}
      value={mix.monitor}
      min={0}
      max={1.5}
      step={0.05}
      onChange={(monitor) => client.console.setMix({ monitor })}
    />
  );
}

function Booths({ level }: { level: Level }) {
  const { t } = useLingui();
  const { client } = useRoom();
  const { booths } = useStore(client.console.view);
  return (
    <section className={styles.block}>
      <Title level={level}>{t`Booths`}</Title>
      <ul className={styles.booths}>
        {booths.map((booth) => (
          <Booth key={booth.id} booth={booth} />
        ))}
      </ul>
    </section>
  );
}

function Booth({ booth }: { booth: BoothView }) {
  const { t, i18n } = useLingui();
  const free = booth.capacity - booth.seats.length;
  return (
    <li className={styles.booth} data-two={booth.twoMicrophones || undefined}>
      <strong>
        <Icon name={booth.kind === "sign" ? "sign" : "booth"} size="1.1em" /> <bdi>{booth.name}</bdi>
      </strong>
      {booth.twoMicrophones ? <p className={styles.two}>{t`Two microphones are open`}</p> : null}
      <ul>
        {booth.seats.map((seat) => (
          <li key={seat.participant} className={styles.seat}>
            <bdi>{seat.name}</bdi>
            <span className={cx(styles.state, styles[seatTone(seat.state)])}>
              {seatWords(seat.state, i18n)}
            </span>
          </li>
        ))}
        {free > 0 ? (
          <li className={styles.note}>
            <Plural value={free} one="# free seat" other="# free seats" />
          </li>
        ) : null}
      </ul>
    </li>
  );
}

function Speakers() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { sources } = useStore(client.console.view);
  const figures = useFigures();
  return (
    <section className={styles.block}>
      <Title level="h2">{t`Sound at the source`}</Title>
      <ul className={styles.speakers}>
        {sources.map((source) => (
          <li key={source.participant}>
            <p>
              <bdi>{source.name}</bdi>
            </p>
            <span className={cx(styles.note, styles.figures)}>
              <Facts facts={figures(source)} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Who called the technician, the latest first, until answered. */
function Calls() {
  const { t, i18n } = useLingui();
  const { client, talkTo } = useRoom();
  const notices = useStore(client.console.notices);
  const [answered, setAnswered] = useState<ReadonlySet<number>>(new Set());
  const calls = notices.filter(({ notice, key }) => notice === "technician-called" && !answered.has(key));
  if (calls.length === 0) return null;
  return (
    <section className={styles.calls} role="alert">
      {calls.map(({ key, name, at, participant }) => {
        const time = formatTime(at, i18n.locale);
        return (
          <p key={key}>
            <Icon name="phone" />
            <span>{t`${name} calls the technician (${time})`}</span>
            <Button
              variant="primary"
              icon="chat"
              onPress={() => {
                setAnswered(new Set([...answered, key]));
                if (participant) talkTo(participant);
              }}
            >
              <Trans>Answer</Trans>
            </Button>
          </p>
        );
      })}
    </section>
  );
}
