import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isAdopted, maySilence, type TextSilence } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { formatDateTimeWithin, formatHere } from "../../i18n/format";
import { useText, useWork } from "./work";

/** The silence procedure: until when one can object, that somebody has, or how to begin one. */
export function SilenceBanner() {
  const { head } = useText();
  const { ask } = useWork();
  const { silence, phase } = head;
  if (silence && phase === "silence") return <Running silence={silence} />;
  if (silence?.state === "broken" && !isAdopted(phase)) return <Broken silence={silence} />;
  if (!maySilence(head)) return null;
  return (
    <p>
      <Button icon="clock" onPress={() => ask({ about: "silence" })}>
        <Trans>Begin a silence procedure…</Trans>
      </Button>
    </p>
  );
}

function Running({ silence }: { silence: TextSilence }) {
  const { t, i18n } = useLingui();
  const { model, may, ask, run } = useWork();
  const [ending, setEnding] = useState(false);
  const there = formatDateTimeWithin(silence.until, i18n.locale, silence.timezone);
  const here = formatHere(silence.until, i18n.locale, silence.timezone);
  const same = formatDateTimeWithin(silence.until, i18n.locale) === there;
  const zone = silence.timezone;
  return (
    <Banner
      tone="floor"
      icon="clock"
      title={<Trans>Silence procedure: adopted if nobody objects</Trans>}
      action={
        <>
          {may.agree ? (
            <Button variant="danger" onPress={() => ask({ about: "objection" })}>
              <Trans>Object…</Trans>
            </Button>
          ) : null}
          {may.lead ? (
            <Button onPress={() => setEnding(true)}>
              <Trans>End it</Trans>
            </Button>
          ) : null}
        </>
      }
    >
      <time dateTime={silence.until}>
        <Trans>
          Until {there} ({zone}).
        </Trans>
      </time>{" "}
      {same ? null : <Trans>Your local time: {here}</Trans>}
      <Confirm
        title={t`End the silence procedure?`}
        open={ending}
        confirmLabel={t`End it`}
        cancelLabel={t`Keep it going`}
        onConfirm={() => void run("agreement", model.endSilence())}
        onClose={() => setEnding(false)}
      >
        <Trans>The text stays as it is, and is not adopted by silence.</Trans>
      </Confirm>
    </Banner>
  );
}

function Broken({ silence }: { silence: TextSilence }) {
  const { i18n } = useLingui();
  const { head } = useText();
  const { partyName, ask } = useWork();
  const { objection } = silence;
  const party = partyName(objection?.delegation);
  const when = formatDateTimeWithin(objection?.at ?? "", i18n.locale, silence.timezone);
  return (
    <Banner
      tone="danger"
      title={
        <Trans>
          <bdi>{party}</bdi> has broken the silence
        </Trans>
      }
      action={
        maySilence(head) ? (
          <Button icon="clock" onPress={() => ask({ about: "silence" })}>
            <Trans>Begin anew…</Trans>
          </Button>
        ) : null
      }
    >
      <p dir="auto">{objection?.reason}</p>
      <p>
        <bdi>{objection?.byName}</bdi>, {when}
      </p>
    </Banner>
  );
}
