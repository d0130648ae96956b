import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Button } from "../../design/Button";
import styles from "./CopyLink.module.css";

// How long "Copied" stays, ms.
const stay = 3000;

/** An invitation's link, and a button that copies it. Where the browser refuses, the link is there to be selected. */
export function CopyLink({ link, name }: { link: string; name: string }) {
  const { t } = useLingui();
  const [state, setState] = useState<"ready" | "copied" | "failed">("ready");
  useEffect(() => {
    if (state !== "copied") return undefined;
    const timer = setTimeout(() => setState("ready"), stay);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  return (
    <div className={styles.copy}>
      <input
        className={styles.link}
        readOnly
        dir="ltr"
        value={link}
        aria-label={t`Link of ${name}`}
        onFocus={(event) => event.target.select()}
      />
      <Button
        icon={state === "copied" ? "check" : "copy"}
        aria-label={state === "copied" ? t`Copied: ${name}` : t`Copy link: ${name}`}
        onPress={() => void copy()}
      >
        {state === "copied" ? <Trans>Copied</Trans> : <Trans>Copy link</Trans>}
      </Button>
      <span role="status" className="visually-hidden">
        {state === "copied" ? <Trans>The link is copied.</Trans> : null}
      </span>
      {state === "failed" ? (
        <span role="alert" className={styles.failed}>
          <Trans>The browser did not allow it: select the link and copy it yourself.</Trans>
        </span>
      ) : null}
    </div>
  );
}
