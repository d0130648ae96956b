import { Trans } from "@lingui/react/macro";
import type { Meeting } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";

/** Before one enters: that the meeting is recorded, and what entering means. */
export function RecordedNotice({ meeting, speaks }: { meeting: Meeting | undefined; speaks: boolean }) {
  if (meeting?.soundRecording === undefined) return null;
  return (
    <div role="status">
      <Banner tone="warn" icon="record" title={<Trans>The sound of this meeting is being recorded</Trans>}>
        {speaks ? (
          <Trans>
            Who enters agrees to that. Inside you can decline that your own words be recorded; the others see
            it.
          </Trans>
        ) : (
          <Trans>Nothing of you is recorded: you only listen.</Trans>
        )}
      </Banner>
    </div>
  );
}
