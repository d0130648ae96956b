import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { formatList, languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { When } from "../prejoin/When";
import styles from "./AgendaPanel.module.css";
import { useRoom } from "./room";
import { SidePanel } from "./SidePanel";

/** The meeting's agenda, to read. */
export function AgendaPanel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { agenda, meeting } = useStore(client.meeting);
  const languages = (meeting?.languages ?? []).map((tag) => languageName(tag, i18n.locale));
  return (
    <SidePanel title={t`Agenda`} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard */}
      <div className={styles.agenda} tabIndex={0} role="group" aria-label={t`Agenda`}>
        {meeting ? <When meeting={meeting} /> : null}
        {languages.length > 0 ? (
          <p className={styles.languages}>
            <Trans>Languages of the meeting: {formatList(languages, i18n.locale)}</Trans>
          </p>
        ) : null}
        {agenda.length === 0 ? (
          <p className={styles.languages}>
            <Trans>This meeting has no agenda.</Trans>
          </p>
        ) : (
          <ol className={styles.points}>
            {agenda.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a point has no other identity than its place
              <li key={`${index}-${item.title}`} className={styles.point}>
                <span className={styles.number}>{new Intl.NumberFormat(i18n.locale).format(index + 1)}</span>
                <bdi className={styles.title}>{item.title}</bdi>
                {item.minutes ? (
                  <span className={styles.minutes}>
                    <Plural value={item.minutes} one="# minute" other="# minutes" />
                  </span>
                ) : null}
              </li>
            ))}
          </ol>
        )}
      </div>
    </SidePanel>
  );
}
