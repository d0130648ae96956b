import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { useStore } from "../../use-store";
import styles from "./NoticeStack.module.css";
import type { Notices } from "./notices";
import { useRoom } from "./room";

/** Notices of the last seconds, and the two live regions that say all that happens. */
export function NoticeStack({ notices, polite, urgent, dismiss }: Notices) {
  const { t } = useLingui();
  return (
    <>
      <div className={styles.stack}>
        {notices.map((notice) => (
          <div key={notice.key} className={styles.notice}>
            <Banner
              tone={notice.tone}
              action={
                <>
                  <Admission id={notice.waits} onDone={() => dismiss(notice.key)} />
                  <Opening text={notice.opens} onDone={() => dismiss(notice.key)} />
                  <IconButton icon="close" label={t`Dismiss`} onPress={() => dismiss(notice.key)} />
                </>
              }
            >
              <bdi>{notice.text}</bdi>
            </Banner>
          </div>
        ))}
      </div>
      <div className="visually-hidden" aria-live="polite">
        <span key={polite.key}>{polite.text}</span>
      </div>
      <div className="visually-hidden" aria-live="assertive">
        <span key={urgent.key}>{urgent.text}</span>
      </div>
    </>
  );
}

/** Opens the text that a notice is about. */
function Opening({ text, onDone }: { text: string | undefined; onDone: () => void }) {
  const { openText } = useRoom();
  if (text === undefined) return null;
  return (
    <Button
      onPress={() => {
        openText(text);
        onDone();
      }}
    >
      <Trans>Open the text</Trans>
    </Button>
  );
}

/** Admits at once whom a notice is about, while they wait and where one may. */
function Admission({ id, onDone }: { id: string | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { lobby, may } = useStore(client.meeting);
  const person = may.admit ? lobby.find((one) => one.id === id) : undefined;
  if (!person) return null;
  const { name } = person;
  return (
    <Button
      variant="primary"
      aria-label={t`Admit ${name}`}
      onPress={() => {
        run(client.commands.admit(person.id));
        onDone();
      }}
    >
      <Trans>Admit</Trans>
    </Button>
  );
}
