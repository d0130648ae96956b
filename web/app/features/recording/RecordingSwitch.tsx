import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Confirm } from "../../design/Dialog";
import { SwitchField } from "../../design/Field";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";

/** Starts and stops the recording; starting says first what it means. */
export function RecordingSwitch() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { meeting } = useStore(client.meeting);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <SwitchField
        selected={meeting?.soundRecording !== undefined}
        onChange={(on) => (on ? setAsking(true) : run(client.commands.setRecording(false)))}
        description={<Trans>The floor and each interpretation, as separate files</Trans>}
      >
        <Trans>Record the sound</Trans>
      </SwitchField>
      <Confirm
        title={t`Record the sound of this meeting?`}
        open={asking}
        confirmLabel={t`Record`}
        cancelLabel={t`Cancel`}
        onConfirm={() => run(client.commands.setRecording(true))}
        onClose={() => setAsking(false)}
      >
        <Trans>
          Everybody is told now, and whoever enters later is told before. Participants and interpreters can
          decline that their own words be recorded. Pictures are not recorded.
        </Trans>
      </Confirm>
    </>
  );
}
