import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { divides, joinable, type RecordKeeping, type Segment } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import styles from "./SegmentEditor.module.css";

interface CuttingProps {
  record: RecordKeeping;
  segment: Segment;
  /** Where the cursor is in its words. */
  place: number;
  /** Something is typed that is not saved. */
  changed: boolean;
  onDone: () => void;
}

/** Two segments of one, or one of two: the words stay as they are. */
export function Cutting({ record, segment, place, changed, onDone }: CuttingProps) {
  const { i18n } = useLingui();
  const { segments } = useStore(record.view);
  const [problem, setProblem] = useState<string>();
  const before = joinable(segments, segment);
  const run = (command: Promise<void>) => {
    command.then(onDone, (error: unknown) => setProblem(problemText(error, i18n)));
  };
  return (
    <>
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="quiet"
          isDisabled={changed || !divides(segment.text, place)}
          onPress={() => run(record.split(segment, place))}
        >
          <Trans>Split at the cursor</Trans>
        </Button>
        {before ? (
          <Button variant="quiet" isDisabled={changed} onPress={() => run(record.join(before, segment))}>
            <Trans>Join to the segment before</Trans>
          </Button>
        ) : null}
        <span className={styles.hint}>
          {changed ? (
            <Trans>Save your changes before you split or join.</Trans>
          ) : (
            <Trans>To split, put the cursor before the first word of the second part.</Trans>
          )}
        </span>
      </div>
    </>
  );
}
