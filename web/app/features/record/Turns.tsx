import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Meeting, Segment, Turn } from "../../../client/index.ts";
import { delegationStyle } from "../../design/delegation";
import { formatTime, languageName } from "../../i18n/format";
import type { Places } from "./places";
import { useOriginMarks } from "./record-words";
import styles from "./Turns.module.css";

interface TurnsProps {
  turns: readonly Turn[];
  meeting: Meeting | undefined;
  /** More than one language is shown: each says which it is. */
  several: boolean;
  places?: Places;
  /** Beside a segment: what one does with it. */
  tools?: (segment: Segment) => ReactNode;
  /** In the place of a segment's text, where something. */
  instead?: (segment: Segment) => ReactNode;
  /** Below a turn. */
  below?: (turn: Turn) => ReactNode;
}

/** What was said, by speakers' turns. */
export function Turns({ turns, meeting, several, places, tools, instead, below }: TurnsProps) {
  const numbers = paragraphNumbers(turns);
  return (
    <div className={styles.turns}>
      {turns.map((turn) => (
        <section
          key={turn.key}
          className={styles.turn}
          style={delegationStyle(meeting, turn.speaker?.delegation)}
        >
          <Speaker turn={turn} meeting={meeting} timed={!places} />
          {turn.segments.map(
            (segment) =>
              instead?.(segment) ?? (
                <Paragraph
                  key={segment.id}
                  segment={segment}
                  number={numbers.get(segment.id)}
                  several={several}
                  places={places}
                  tools={tools?.(segment)}
                />
              ),
          )}
          {below?.(turn)}
        </section>
      ))}
    </div>
  );
}

/** The numbers of a summary's paragraphs, in each language from 1. */
function paragraphNumbers(turns: readonly Turn[]): ReadonlyMap<string, number> {
  const next = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const { segments } of turns)
    for (const { id, form, language } of segments) {
      if (form !== "summary") continue;
      const number = (next.get(language) ?? 0) + 1;
      next.set(language, number);
      numbers.set(id, number);
    }
  return numbers;
}

interface SpeakerProps {
  turn: Turn;
  meeting: Meeting | undefined;
  /** The turn says when it began; otherwise its segments do. */
  timed: boolean;
}

function Speaker({ turn, meeting, timed }: SpeakerProps) {
  const { i18n } = useLingui();
  const { speaker, segments } = turn;
  const delegation = meeting?.delegations.find(({ id }) => id === speaker?.delegation);
  const start = segments[0]?.start ?? "";
  return (
    <header className={styles.speaker}>
      <h3 className={styles.name}>
        {speaker ? <bdi>{speaker.name}</bdi> : <Trans>Speaker not named</Trans>}
      </h3>
      {delegation ? <bdi className={styles.party}>{delegation.name}</bdi> : null}
      {speaker?.function ? <bdi className={styles.soft}>{speaker.function}</bdi> : null}
      {timed ? (
        <time className={styles.soft} dateTime={start}>
          {formatTime(Date.parse(start), i18n.locale)}
        </time>
      ) : null}
    </header>
  );
}

interface ParagraphProps {
  segment: Segment;
  number: number | undefined;
  several: boolean;
  places: Places | undefined;
  tools: ReactNode;
}

function Paragraph({ segment, number, several, places, tools }: ParagraphProps) {
  const { i18n } = useLingui();
  const marks = useOriginMarks();
  const mark = marks(segment.origin);
  const own = i18n.locale.split("-")[0] === segment.language.split("-")[0];
  return (
    <div
      className={styles.paragraph}
      id={segment.id}
      aria-current={places?.marked === segment.id || undefined}
    >
      <div className={styles.words}>
        <p className={styles.text} lang={segment.language} dir="auto">
          {number === undefined ? null : <span className={styles.number}>{i18n.number(number)}. </span>}
          {segment.text}
        </p>
        {mark || several || segment.source === "asr" ? (
          <p className={styles.marks}>
            {several || (mark && !own) ? <span>{languageName(segment.language, i18n.locale)}</span> : null}
            {mark ? <em>{mark}</em> : null}
            {segment.source === "asr" ? (
              <span className={styles.machine}>
                <Trans>Speech recognition, not checked</Trans>
              </span>
            ) : null}
          </p>
        ) : null}
      </div>
      {places ? <Place segment={segment} places={places} /> : null}
      {tools ? <div className={styles.tools}>{tools}</div> : null}
    </div>
  );
}

/** When the words were said, which is a link to them that can be given to others. */
function Place({ segment, places }: { segment: Segment; places: Places }) {
  const { t, i18n } = useLingui();
  const at = formatTime(Date.parse(segment.start), i18n.locale);
  return (
    <a
      className={styles.place}
      href={places.address(segment.id)}
      aria-label={t`Link to this place: ${at}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        places.onGo(segment.id);
      }}
    >
      {at}
    </a>
  );
}
