import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { Client } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import styles from "./TakeOver.module.css";

// How long the question stays after it was last asked, ms: the other side asks every two seconds, and has given up then.
const stays = 8000;

/**
 * Asks whether somebody who opened one's own link elsewhere may take over. It does not take the keyboard: whoever is asked may
 * be speaking or interpreting.
 */
export function TakeOver({ client }: { client: Client }) {
  const [asked, setAsked] = useState(0);
  useEffect(
    () =>
      client.onEvent(({ type }) => {
        if (type === "take-over-asked") setAsked((times) => times + 1);
      }),
    [client],
  );
  useEffect(() => {
    if (asked === 0) return undefined;
    const timer = setTimeout(() => setAsked(0), stays);
    return () => clearTimeout(timer);
  }, [asked]);
  if (asked === 0) return null;
  const answer = (allow: boolean) => {
    setAsked(0);
    client.commands.answerTakeOver(allow).catch(() => undefined); // asked again, it can be answered again
  };
  return (
    <div role="alert" className={styles.question}>
      <Banner
        tone="warn"
        title={<Trans>Your link was opened elsewhere: let them take over?</Trans>}
        action={
          <div className={styles.answers}>
            <Button onPress={() => answer(true)}>
              <Trans>Let them take over</Trans>
            </Button>
            <Button variant="primary" onPress={() => answer(false)}>
              <Trans>I stay here</Trans>
            </Button>
          </div>
        }
      >
        <Trans>
          If it is not you on another device, stay, and tell the organiser: somebody else has your link.
        </Trans>
      </Banner>
    </div>
  );
}
