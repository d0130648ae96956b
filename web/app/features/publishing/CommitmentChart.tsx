import { useLingui } from "@lingui/react/macro";
import { type Commitment, drawingOf, type Mark, type Meeting } from "../../../client/index.ts";
import { formatDate } from "../../i18n/format";
import styles from "./Publishing.module.css";

/** What -1, 0 and 1 mean. */
export function useStatusNames(): (status: number) => string {
  const { t } = useLingui();
  return (status) => (status > 0 ? t`kept` : status < 0 ? t`not kept` : t`under way`);
}

const ROW = 24;
const WIDTH = 600;
const EDGE = 10;

/** A mark by itself, in a line of text. */
export function StatusMark({ status }: { status: number }) {
  return (
    <svg className={styles.inline} viewBox="0 0 16 16" width="0.9em" height="0.9em" aria-hidden="true">
      <Shape mark={{ at: 0, status }} x={8} y={8} />
    </svg>
  );
}

/** What each delegation has said, over time. The same is in words above it. */
export function CommitmentChart({ one, meeting }: { one: Commitment; meeting: Meeting }) {
  const { i18n } = useLingui();
  const drawing = drawingOf(
    one,
    meeting.delegations.map(({ id }) => id),
  );
  if (!drawing) return null;
  const x = (at: number) => EDGE + at * (WIDTH - 2 * EDGE);
  const rows = [...drawing.rows.values()];
  const height = rows.length * ROW;
  const day = (at: string) => formatDate(at.slice(0, 10), i18n.locale, { dateStyle: "medium" });
  return (
    <figure className={styles.figure} aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} className={styles.chart} aria-hidden="true">
        {drawing.due === undefined ? null : (
          <line className={styles.due} x1={x(drawing.due)} x2={x(drawing.due)} y1={0} y2={height} />
        )}
        {rows.map((marks, row) => {
          const y = row * ROW + ROW / 2;
          return (
            <g key={meeting.delegations[row]?.id ?? row}>
              <line className={styles.row} x1={EDGE} x2={WIDTH - EDGE} y1={y} y2={y} />
              {marks.map((mark) => (
                <Shape key={`${mark.at} ${mark.status}`} mark={mark} x={x(mark.at)} y={y} />
              ))}
            </g>
          );
        })}
      </svg>
      <figcaption className={styles.ends}>
        <span>{day(drawing.from)}</span>
        <span>{day(drawing.to)}</span>
      </figcaption>
    </figure>
  );
}

/** A disc for kept, a ring for under way, a cross for not kept: shapes say what colours do. */
function Shape({ mark: { status }, x, y }: { mark: Mark; x: number; y: number }) {
  if (status > 0) return <circle className={styles.kept} cx={x} cy={y} r={6} />;
  if (status < 0) return <path className={styles.notKept} d={`M${x - 5} ${y - 5}l10 10m0 -10l-10 10`} />;
  return <circle className={styles.underWay} cx={x} cy={y} r={5} />;
}
