import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { BoothNotice } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { IconButton } from "../../design/Button";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { useNow } from "../meeting/use-now";
import { judgeSource, sourceAdvice } from "../prejoin/source-advice";
import { isFresh, soundCall } from "./sound-call";

/** For who speaks: the interpreters cannot hear you well, and what to do. The live region has said it politely. */
export function SoundCall() {
  const { client } = useRoom();
  const notices = useStore(client.console.notices);
  const { me } = useStore(client.meeting);
  const [dismissed, setDismissed] = useState(0);
  const call = soundCall(notices, me?.id);
  if (!call || call.key <= dismissed) return null;
  return <CallBanner key={call.key} call={call} onDismiss={() => setDismissed(call.key)} />;
}

function CallBanner({ call, onDismiss }: { call: BoothNotice; onDismiss: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const now = useNow(1000);
  const { source, unprocessed, headphones } = useStore(client.devices.view);
  const measured = source && source.speech > -127;
  if (!isFresh(call, now)) return null;
  const faults = measured ? judgeSource(source, headphones && unprocessed === false) : [];
  return (
    <Banner
      tone="warn"
      icon="microphone"
      title={<Trans>The interpreters cannot hear you well.</Trans>}
      action={<IconButton icon="close" label={t`Dismiss`} onPress={onDismiss} />}
    >
      {faults.length === 0 ? (
        <Trans>
          Come closer to the microphone, speak into it, and use a headset with a cable if you have one.
        </Trans>
      ) : (
        faults.map((fault) => <p key={fault}>{i18n._(sourceAdvice[fault])}</p>)
      )}
    </Banner>
  );
}
