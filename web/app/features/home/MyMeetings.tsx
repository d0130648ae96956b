import { Trans, useLingui } from "@lingui/react/macro";
import { IconButton, LinkButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { Facts } from "../../design/Facts";
import { formatDateTime } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { useRoleNames } from "../roles";
import type { HomeItem, HomeModel } from "./home-model";
import styles from "./MyMeetings.module.css";
import { isPast } from "./order";

/** The meetings that this browser has links for. */
export function MyMeetings({ model }: { model: HomeModel }) {
  const items = useStore(model);
  const now = Date.now();
  const past = items.filter((item) => isPast(item, now) || item.void);
  const coming = items.filter((item) => !past.includes(item));
  return (
    <section className={styles.mine}>
      <h1>
        <Trans>My meetings</Trans>
      </h1>
      {coming.length === 0 ? (
        <p className={styles.note}>
          <Trans>No meeting is ahead of you here.</Trans>
        </p>
      ) : (
        <ul className={styles.list}>
          {coming.map((item) => (
            <Item key={item.token} item={item} model={model} />
          ))}
        </ul>
      )}
      {past.length > 0 ? (
        <>
          <h2>
            <Trans>Past meetings</Trans>
          </h2>
          <ul className={styles.list}>
            {past.map((item) => (
              <Item key={item.token} item={item} model={model} past />
            ))}
          </ul>
        </>
      ) : null}
      <p className={styles.note}>
        <Trans>
          These links are kept in this browser only. On a device that others use, forget them when you are
          done: whoever opens a link enters under its name.
        </Trans>
      </p>
    </section>
  );
}

function Item({ item, model, past = false }: { item: HomeItem; model: HomeModel; past?: boolean }) {
  const { t, i18n } = useLingui();
  const roles = useRoleNames();
  const title = titleIn(item, i18n.locale);
  const at = `/m/${encodeURIComponent(item.meeting)}`;
  const live = item.state === "in-session";
  const facts = [
    item.name,
    item.delegation,
    roles[item.role],
    item.void ? t`this link no longer works` : undefined,
    item.state === "cancelled" ? t`cancelled` : undefined,
  ];
  return (
    <li className={cx(styles.item, live && styles.live)}>
      <div className={styles.what}>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        {live ? (
          <span className={styles.now}>
            <Trans>In session</Trans>
          </span>
        ) : null}
        {item.start ? <span>{formatDateTime(item.start, i18n.locale, item.timezone)}</span> : null}
        <span className={styles.note}>
          <Facts facts={facts} />
        </span>
      </div>
      <div className={styles.actions}>
        {past ? null : (
          <LinkButton variant={live ? "primary" : "secondary"} icon="door" href={`${at}#${item.token}`}>
            {live ? <Trans>Join</Trans> : <Trans>Open</Trans>}
          </LinkButton>
        )}
        {item.focalPoint && !past ? (
          <LinkButton icon="people" href={`${at}/delegation#${item.token}`}>
            <Trans>My delegation</Trans>
          </LinkButton>
        ) : null}
        {item.void || item.role === "observer" || item.role === "press" ? null : (
          <LinkButton icon="document" href={`${at}/text#${item.token}`}>
            <Trans>Texts</Trans>
          </LinkButton>
        )}
        {item.void ? null : (
          <LinkButton icon="clock" href={`${at}/next#${item.token}`}>
            <Trans>Next meeting</Trans>
          </LinkButton>
        )}
        <IconButton icon="close" label={t`Forget the link to ${title}`} onPress={() => model.forget(item)} />
      </div>
    </li>
  );
}
