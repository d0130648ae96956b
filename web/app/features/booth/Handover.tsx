import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { BoothView, Console, HandoverView } from "../../../client/index.ts";
import { SelectField } from "../../design/Field";
import { formatClock, formatTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { useNow } from "../meeting/use-now";
import { Block } from "./Block";
import { useConsole, useKeyLabel } from "./booth-context";
import { type HandoverStep, handoverWords, lostHolder, nextStep, stepName } from "./booth-words";
import styles from "./Handover.module.css";
import { Pad } from "./Pad";

/** Runs a step of the hand-over. */
export function runStep(step: HandoverStep, console: Console, to?: string): Promise<void> {
  switch (step) {
    case "offer":
      return console.offer(to);
    case "request":
      return console.request("now", undefined, to);
    case "accept":
      return console.accept();
    case "decline":
      return console.decline();
    case "cancel":
      return console.cancel();
    case "switch":
      return console.switchOver();
    case "take-over":
      return console.takeOver();
  }
}

/** The hand-over: how it stands, and the one thing to do next, large. */
export function Handover({ booth }: { booth: BoothView }) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { byId } = useStore(client.meeting);
  const [view, console] = useConsole();
  const [to, setTo] = useState("");
  const { handover, seats } = booth;
  const lost = lostHolder(view);
  const next = nextStep(handover, lost !== undefined);
  const nameOf = (id: string) =>
    seats.find(({ participant }) => participant === id)?.name ?? byId.get(id)?.name ?? "…";
  const words = handoverWords(booth, nameOf, lost?.name, i18n);
  const others = seats.filter(({ isMe }) => !isMe);
  const asks = next === "offer" || next === "request";
  const target = others.some(({ participant }) => participant === to) ? to : others[0]?.participant;
  return (
    <Block title={t`Hand-over`} status={<Deadline handover={handover} />}>
      <p role="status" className={styles.words} data-state={lost ? "LOST" : handover.state}>
        {words}
      </p>
      {asks && others.length > 1 ? (
        <SelectField
          label={t`With`}
          compact
          icon="people"
          options={others.map(({ participant, name }) => ({ id: participant, label: name }))}
          selected={target ?? ""}
          onSelect={setTo}
        />
      ) : null}
      <Steps
        handover={handover}
        next={next}
        onStep={(step) => run(runStep(step, console, others.length > 1 ? target : undefined))}
        onLater={(when, at) => run(console.request(when, at, others.length > 1 ? target : undefined))}
      />
    </Block>
  );
}

interface StepsProps {
  handover: HandoverView;
  next: HandoverStep | undefined;
  onStep: (step: HandoverStep) => void;
  onLater: (when: "soon" | "at", at?: number) => void;
}

// A request for a time is for this long from now, ms.
const later = 5 * 60_000;

function Steps({ handover, next, onStep, onLater }: StepsProps) {
  const { i18n, t } = useLingui();
  const keys = useKeyLabel();
  const away: HandoverStep | undefined = handover.mayDecline
    ? "decline"
    : handover.mayCancel
      ? "cancel"
      : undefined;
  const keyOf = (step: HandoverStep) =>
    step === "offer" || step === "request" ? keys("hand-over") : keys("accept");
  return (
    <div className={styles.steps}>
      {next ? (
        <Pad
          large
          label={stepName(next, i18n)}
          icon="swap"
          keyName={keyOf(next)}
          tone={next === "take-over" ? "danger" : "accent"}
          onPress={() => onStep(next)}
        />
      ) : null}
      {away ? (
        <Pad label={stepName(away, i18n)} keyName={keys("decline")} onPress={() => onStep(away)} />
      ) : null}
      {next === "request" ? (
        <div className={styles.pair}>
          <Pad label={t({ message: "Soon", context: "hand-over" })} onPress={() => onLater("soon")} />
          <Pad label={t`In 5 minutes`} onPress={() => onLater("at", Date.now() + later)} />
        </div>
      ) : null}
      {handover.mayTakeOver && next !== "take-over" ? (
        <Pad label={stepName("take-over", i18n)} onPress={() => onStep("take-over")} />
      ) : null}
    </div>
  );
}

/** When it is due, or when it expires. */
function Deadline({ handover }: { handover: HandoverView }) {
  const { t, i18n } = useLingui();
  const now = useNow(1000);
  const at = handover.at === undefined ? undefined : formatTime(handover.at, i18n.locale);
  if (handover.due) return <strong className={styles.due}>{t`Due now`}</strong>;
  if (handover.when === "at" && at) return <span className={styles.due}>{t`At ${at}`}</span>;
  if (handover.deadline === undefined) return null;
  const left = formatClock(handover.deadline - now, i18n.locale);
  return <span className={styles.clock}>{t`Expires in ${left}`}</span>;
}
