import { hashGroups } from "../../../client/index.ts";
import styles from "./Agreement.module.css";

/** A hash in groups that can be read aloud and compared. The server has it in one piece. */
export function Hash({ sha256 }: { sha256: string }) {
  return (
    <p className={styles.groups} dir="ltr" translate="no">
      {hashGroups(sha256).map((group, index) => {
        const key = `${index}-${group}`;
        return <span key={key}>{group} </span>;
      })}
    </p>
  );
}
