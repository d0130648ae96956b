import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "../../design/Banner";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { troubleText } from "./trouble";

/** That nothing is being recorded although it should be: who relies on it must know. */
export function RecorderBanner() {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const trouble = meeting?.soundRecording?.trouble;
  if (trouble === undefined) return null;
  return (
    <div role="alert">
      <Banner
        tone={trouble === "regime" ? "info" : "danger"}
        icon="record"
        title={<Trans>The sound is not being recorded at the moment</Trans>}
      >
        {troubleText(trouble, i18n)}
      </Banner>
    </div>
  );
}
