import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Meeting, RecorderView } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SwitchField } from "../../design/Field";
import { formatTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./RecordingDialog.module.css";
import { troubleText } from "./trouble";

interface RecordingDialogProps {
  recording: NonNullable<Meeting["soundRecording"]>;
  open: boolean;
  onClose: () => void;
}

/** What is recorded, one's own choice about it, the chair's button, and for the technician how it goes. */
export function RecordingDialog({ recording, open, onClose }: RecordingDialogProps) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { me, may } = useStore(client.meeting);
  const recorder = useStore(client.recorder);
  const since = formatTime(Date.parse(recording.since), i18n.locale);
  return (
    <Dialog title={t`Recording of the sound`} open={open} onClose={onClose} closeLabel={t`Close`}>
      <div className={styles.body}>
        {recording.trouble === undefined ? (
          <p>
            <Trans>
              Since {since} what is heard on the floor and what is interpreted is recorded, each as a file of
              its own. Who may read the record can listen to it. Pictures are not recorded.
            </Trans>
          </p>
        ) : (
          <p role="alert">{troubleText(recording.trouble, i18n)}</p>
        )}
        {may.publish ? (
          <SwitchField
            selected={me?.unrecorded ?? false}
            onChange={(declined) => run(client.commands.declineRecording(declined))}
            description={
              <Trans>From now on, on every channel. What was recorded before stays; the others see it.</Trans>
            }
          >
            <Trans>Do not record my words</Trans>
          </SwitchField>
        ) : null}
        {recorder ? <Health recorder={recorder} /> : null}
        {may.record ? (
          <Button
            onPress={() => {
              run(client.commands.setRecording(false));
              onClose();
            }}
          >
            <Trans>Stop recording</Trans>
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}

/** For who looks after the meeting: what is being written, and what is missing in it. */
function Health({ recorder }: { recorder: RecorderView }) {
  const { i18n } = useLingui();
  const files = i18n.number(recorder.files);
  const size = i18n.number(recorder.bytes / 2 ** 20, { maximumFractionDigits: 1 });
  const lost = i18n.number(recorder.lostMs / 1000, { maximumFractionDigits: 1 });
  return (
    <dl className={styles.health}>
      <dt>
        <Trans>Sounds being written</Trans>
      </dt>
      <dd>{files}</dd>
      <dt>
        <Trans>Size so far</Trans>
      </dt>
      <dd>
        <Trans>{size} MB</Trans>
      </dd>
      <dt>
        <Trans>Did not arrive, silence in the files</Trans>
      </dt>
      <dd>
        <Trans>{lost} s</Trans>
      </dd>
      {recorder.speech ? <Speech speech={recorder.speech} /> : null}
    </dl>
  );
}

function Speech({ speech }: { speech: NonNullable<RecorderView["speech"]> }) {
  const { t } = useLingui();
  const { waiting, dropped, down } = speech;
  const state = down
    ? t`does not answer, and is tried again`
    : t`${plural(waiting, { one: "# stretch of speech waits", other: "# stretches of speech wait" })}`;
  return (
    <>
      <dt>
        <Trans>Speech recognition</Trans>
      </dt>
      <dd>
        {state}
        {dropped > 0 ? (
          <>
            <br />
            {t`${plural(dropped, { one: "# was left out", other: "# were left out" })}`}
          </>
        ) : null}
      </dd>
    </>
  );
}
