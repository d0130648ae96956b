import { Trans, useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "../../design/icons";
import { useStore } from "../../use-store";
import { Page } from "../shell/Page";
import styles from "./HomePage.module.css";
import type { HomeModel } from "./home-model";
import { MyMeetings } from "./MyMeetings";

/** The page without an invitation: what this is, and that one needs a link. */
export function HomePage({ mine }: { mine: HomeModel }) {
  const { t } = useLingui();
  const known = useStore(mine).length > 0;
  const points: readonly { icon: IconName; title: string; text: string }[] = [
    {
      icon: "headphones",
      title: t`Interpretation`,
      text: t`Everybody can listen in their own language, to interpreters who work in booths.`,
    },
    {
      icon: "floor",
      title: t`The floor`,
      text: t`The chair gives the floor; whoever has it is seen large and heard by all.`,
    },
    {
      icon: "people",
      title: t`Delegations`,
      text: t`Everybody appears with name, function and delegation.`,
    },
    {
      icon: "lock",
      title: t`On your own server`,
      text: t`Sound, picture and record stay with the institution that runs it.`,
    },
  ];
  return (
    <Page title="Cumbre">
      {known ? <MyMeetings model={mine} /> : null}
      <section className={styles.hero}>
        {known ? (
          <h2 className={styles.title}>
            <Trans>Meetings between delegations</Trans>
          </h2>
        ) : (
          <h1>
            <Trans>Meetings between delegations</Trans>
          </h1>
        )}
        <p className={styles.lead}>
          <Trans>
            Cumbre is where delegations that do not share a language meet by video. There are no accounts: you
            enter with the link of your invitation.
          </Trans>
        </p>
        <div className={styles.how}>
          <Icon name="link" size="1.75rem" />
          <div>
            <h2>
              <Trans>Do you have an invitation?</Trans>
            </h2>
            <p>
              <Trans>
                Open the link in the message that you received. If you have none, ask the organiser of the
                meeting: each link is for one person.
              </Trans>
            </p>
          </div>
        </div>
      </section>
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point.icon}>
            <Icon name={point.icon} size="1.75rem" />
            <h2>{point.title}</h2>
            <p>{point.text}</p>
          </li>
        ))}
      </ul>
      <p className={styles.admin}>
        <Trans>
          Do you run this server? The administrator's link was printed at its first start; its token is in the
          file <code>admin-token</code> of the data folder.
        </Trans>
      </p>
    </Page>
  );
}
