import { Trans } from "@lingui/react/macro";
import type { Difference as Piece } from "../../../client/index.ts";
import styles from "./Difference.module.css";

/** Two texts in one, by words: what is only in the first is struck, what is only in the second is marked. */
export function Difference({ pieces, lang }: { pieces: readonly Piece[]; lang: string }) {
  return (
    <p className={styles.difference} lang={lang} dir="auto">
      {pieces.map(({ op, text }, index) => {
        const key = `${index}-${op}`;
        if (op === "same") return <span key={key}>{text}</span>;
        return op === "struck" ? (
          <del key={key}>
            <span className="visually-hidden">
              <Trans>[struck:</Trans>{" "}
            </span>
            {text}
            <span className="visually-hidden">] </span>
          </del>
        ) : (
          <ins key={key}>
            <span className="visually-hidden">
              <Trans>[new:</Trans>{" "}
            </span>
            {text}
            <span className="visually-hidden">] </span>
          </ins>
        );
      })}
    </p>
  );
}
