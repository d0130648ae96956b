import { useLingui } from "@lingui/react/macro";
import { Banner } from "../../design/Banner";
import { IconButton } from "../../design/Button";
import styles from "./NoticeStack.module.css";
import type { Notices } from "./notices";

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
              action={<IconButton icon="close" label={t`Dismiss`} onPress={() => dismiss(notice.key)} />}
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
