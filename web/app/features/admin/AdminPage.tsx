import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Meeting } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { formatDateTime } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { Page } from "../shell/Page";
import type { Beginning } from "../wizard/use-wizard";
import { Wizard } from "../wizard/Wizard";
import styles from "./AdminPage.module.css";
import type { AdminModel } from "./admin-model";
import { MeetingDetails } from "./MeetingDetails";

interface AdminPageProps {
  model: AdminModel;
  /** For the gallery: the form is open at first. */
  creating?: boolean;
  /** For the gallery: the wizard's draft and step. */
  wizard?: Beginning;
}

/** The administrator's page: meetings, and the invitations to each. */
export function AdminPage({ model, creating = false, wizard }: AdminPageProps) {
  const { t } = useLingui();
  const { meetings, selected } = useStore(model);
  const [form, setForm] = useState(creating);
  if (meetings.state === "failed") return <Refused model={model} code={meetings.problem.code} />;
  const list = meetings.state === "loaded" ? meetings.value : [];
  return (
    <Page title={t`Administration`} width="wide">
      <header className={styles.heading}>
        <h1>
          <Trans>Meetings</Trans>
        </h1>
        <Button
          variant="primary"
          icon="plus"
          onPress={() => {
            model.select(undefined);
            setForm(true);
          }}
        >
          <Trans>New meeting</Trans>
        </Button>
      </header>
      {list.some(({ notRecorded }) => notRecorded) ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The server cannot write: no meeting is being recorded</Trans>}>
            <Trans>
              Free space on the disk of the data folder, or see in the server's log what is wrong with it. The
              meetings go on, and so does the recording a few seconds after the disk is well again.
            </Trans>
          </Banner>
        </div>
      ) : null}
      <div className={styles.columns}>
        <nav aria-label={t`Meetings`} className={styles.list}>
          {meetings.state === "loading" ? (
            <p role="status">
              <Trans>Loading…</Trans>
            </p>
          ) : null}
          {meetings.state === "loaded" && list.length === 0 ? (
            <p className={styles.empty}>
              <Trans>There are no meetings yet. Create the first one.</Trans>
            </p>
          ) : null}
          <ul>
            {list.map((meeting) => (
              <li key={meeting.id}>
                <MeetingItem
                  meeting={meeting}
                  current={meeting === selected}
                  onPress={() => {
                    setForm(false);
                    model.select(meeting.id);
                  }}
                />
              </li>
            ))}
          </ul>
        </nav>
        <section className={styles.main} aria-label={t`Chosen meeting`}>
          {form ? (
            <Wizard model={model} onDone={() => setForm(false)} {...(wizard ? { initial: wizard } : {})} />
          ) : null}
          {!form && selected ? <MeetingDetails key={selected.id} model={model} meeting={selected} /> : null}
          {!form && !selected ? (
            <p className={styles.empty}>
              <Trans>Choose a meeting to see its invitations, or create a new one.</Trans>
            </p>
          ) : null}
        </section>
      </div>
    </Page>
  );
}

/** Names of a meeting's states, in the reader's language. */
export function useMeetingStates(): Readonly<Record<Meeting["state"], string>> {
  const { t } = useLingui();
  return {
    scheduled: t({ message: "Scheduled", context: "meeting" }),
    "in-session": t({ message: "In session", context: "meeting" }),
    ended: t({ message: "Ended", context: "meeting" }),
    cancelled: t({ message: "Cancelled", context: "meeting" }),
  };
}

interface MeetingItemProps {
  meeting: Meeting;
  current: boolean;
  onPress: () => void;
}

function MeetingItem({ meeting, current, onPress }: MeetingItemProps) {
  const { i18n } = useLingui();
  const states = useMeetingStates();
  return (
    <button
      type="button"
      className={cx(styles.item, current && styles.current)}
      aria-current={current ? "true" : undefined}
      onClick={onPress}
    >
      <strong>
        <bdi>{titleIn(meeting, i18n.locale)}</bdi>
      </strong>
      <span className={styles.facts}>
        <span className={cx(styles.state, meeting.state === "in-session" && styles.live)}>
          {states[meeting.state]}
        </span>
        <Plural value={meeting.delegations.length} one="# delegation" other="# delegations" />
      </span>
      {meeting.start ? (
        <span className={styles.facts}>{formatDateTime(meeting.start, i18n.locale, meeting.timezone)}</span>
      ) : null}
    </button>
  );
}

function Refused({ model, code }: { model: AdminModel; code: string }) {
  const { t } = useLingui();
  const unreachable = code === "unreachable";
  return (
    <MessagePage
      icon={unreachable ? "warning" : "lock"}
      tone="warn"
      title={unreachable ? t`The server cannot be reached` : t`This administrator's link does not work`}
      actions={
        <Button variant="primary" onPress={model.reload}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {unreachable ? (
        <p>
          <Trans>Check that the server is running and try again.</Trans>
        </p>
      ) : (
        <p>
          <Trans>
            The token in the address is not the administrator's of this server. The right one is in the file{" "}
            <code dir="ltr">admin-token</code> in the server's data folder.
          </Trans>
        </p>
      )}
      {unreachable ? null : (
        <p>
          <Trans>The link is this page's address with #admin= and the token behind it.</Trans>
        </p>
      )}
    </MessagePage>
  );
}
