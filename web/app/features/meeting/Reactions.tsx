import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import styles from "./Reactions.module.css";
import { useReactionNames } from "./reactions";
import { useRoom } from "./room";

// The most that are shown at once; more would cover faces.
const most = 4;

/** Reactions of the last seconds, with who made them. The live region does not read them: they would drown speech. */
export function Reactions() {
  const { client } = useRoom();
  const shown = useStore(client.reactions).slice(-most);
  const names = useReactionNames();
  if (shown.length === 0) return null;
  return (
    <ul className={styles.reactions}>
      {shown.map(({ key, name, reaction }) => (
        <li key={key} className={styles.reaction}>
          <Icon name={reaction} />
          <span>{names[reaction]}</span>
          <bdi className={styles.name}>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
