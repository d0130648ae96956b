import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { channelName } from "./channel-name";
import styles from "./RoutingPicture.module.css";
import { BOX, pathOf, type RoutingBox, routingFigure } from "./routing";

// Around the figure, for lines that bend, in its units.
const margin = 14;

/** Floor → booths → channels → listeners, drawn. The table of channels says the same in words. */
export function RoutingPicture() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { booths, channels, floorLanguage } = useStore(client.console.view);
  const figure = routingFigure(booths, channels);
  const rightToLeft = i18n.locale === "ar";
  const textOf = ({ id, kind }: RoutingBox): string => {
    const [, key = ""] = id.split(":");
    const language = channelName(key, i18n);
    const listens = channels.find((one) => one.language === key)?.listens ?? 0;
    switch (kind) {
      case "floor":
        return floorLanguage ? channelName(floorLanguage, i18n) : t({ message: "Floor", context: "console" });
      case "booth":
        return booths.find((booth) => booth.id === key)?.name ?? key;
      case "channel":
        return language;
      case "listeners":
        return t`${plural(listens, { one: "# listener", other: "# listeners" })}`;
    }
  };
  const mirrored = (box: RoutingBox) => (rightToLeft ? figure.width - box.x - BOX.width : box.x);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: in a narrow window it scrolls, and is reached by the keyboard
    <figure className={styles.figure} tabIndex={0}>
      <svg
        viewBox={`${-margin} ${-margin} ${figure.width + 2 * margin} ${figure.height + 2 * margin}`}
        role="img"
        aria-label={t`How the sound goes: floor, booths, channels, listeners. The table below says it in words.`}
      >
        <g transform={rightToLeft ? `translate(${figure.width} 0) scale(-1 1)` : undefined}>
          {figure.lines.map((line) => (
            <path key={line.id} d={pathOf(line)} className={styles[line.kind]} />
          ))}
        </g>
        {figure.boxes.map((box) => (
          <g key={box.id} transform={`translate(${mirrored(box)} ${box.y})`} className={styles[box.kind]}>
            <rect width={BOX.width} height={BOX.height} rx="7" />
            <text x={BOX.width / 2} y={BOX.height / 2} textAnchor="middle" dominantBaseline="central">
              {shortened(textOf(box))}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}

// Letters that fit into a box.
const letters = 18;

/** Isolated, so that a name in another script than the page's is cut at its own end. */
function shortened(text: string): string {
  return text.length > letters ? `\u2068${text.slice(0, letters - 1)}…\u2069` : text;
}
