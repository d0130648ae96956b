import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { DemoInfo, DemoPlace } from "../../../client/index.ts";
import { Avatar } from "../../design/Avatar";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Icon } from "../../design/icons";
import type { Loader } from "../../load";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { useRoleNames } from "../roles";
import { Page } from "../shell/Page";
import styles from "./DemoPage.module.css";

interface DemoPageProps {
  demo: Loader<DemoInfo>;
  /** What is shown where no demonstration runs; by default that it does not. */
  otherwise?: ReactNode;
}

/** The demonstration's door: as whom to join. */
export function DemoPage({ demo, otherwise }: DemoPageProps) {
  const { t } = useLingui();
  const load = useStore(demo);
  if (otherwise !== undefined && load.state !== "loaded") return load.state === "loading" ? null : otherwise;
  if (load.state === "loading") {
    return (
      <MessagePage icon="clock" title={t`One moment…`}>
        <p role="status">
          <Trans>The demonstration is being looked up.</Trans>
        </p>
      </MessagePage>
    );
  }
  if (load.state === "failed")
    return <NoDemo demo={demo} unreachable={load.problem.code === "unreachable"} />;
  return <Places info={load.value} />;
}

function NoDemo({ demo, unreachable }: { demo: Loader<DemoInfo>; unreachable: boolean }) {
  const { t } = useLingui();
  return (
    <MessagePage
      icon={unreachable ? "warning" : "info"}
      tone={unreachable ? "warn" : "info"}
      title={unreachable ? t`The server cannot be reached` : t`No demonstration is running here`}
      actions={
        <Button variant="primary" onPress={demo.reload}>
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
            This server was started without it. Start it with <code dir="ltr">cumbre demo</code> to find a
            meeting under way, which you can join.
          </Trans>
        </p>
      )}
    </MessagePage>
  );
}

function Places({ info }: { info: DemoInfo }) {
  const { t } = useLingui();
  const delegations = [...new Set(info.places.map((place) => place.delegation ?? ""))];
  return (
    <Page title={t`Demonstration`}>
      <header className={styles.heading}>
        <p className={styles.kicker}>
          <Trans>Demonstration</Trans>
        </p>
        <h1>{info.title ?? t`A meeting is under way`}</h1>
        <p className={styles.lead}>
          <Trans>
            Two delegations are already talking. Choose as whom you join; open a second place in another
            browser to meet yourself.
          </Trans>
        </p>
      </header>
      {delegations.map((delegation, index) => (
        <section
          key={delegation}
          className={styles.delegation}
          style={{ ["--delegation" as string]: `var(--delegation-${delegation ? index % 8 : "none"})` }}
        >
          <h2>{delegation || t`Without a delegation`}</h2>
          <ul className={styles.places}>
            {info.places
              .filter((place) => (place.delegation ?? "") === delegation)
              .map((place) => (
                <Place key={place.url} place={place} />
              ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

function Place({ place }: { place: DemoPlace }) {
  const roles = useRoleNames();
  const role = roles[place.role];
  const more = [place.function, role].filter((words) => words && words !== place.name);
  return (
    <li>
      <a className={styles.place} href={place.url}>
        <Avatar name={place.name} size="2.75rem" />
        <span className={styles.text}>
          <strong>{place.name}</strong>
          {[...new Set(more)].map((words) => (
            <span key={words} className={cx(words === role && styles.role)}>
              {words}
            </span>
          ))}
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}
