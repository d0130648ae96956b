import { useLingui } from "@lingui/react/macro";
import { SIGN_TILE } from "../../../client/index.ts";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { Picture } from "../meeting/Picture";
import { useRoom } from "../meeting/room";
import { channelName } from "./channel-name";
import styles from "./SignTile.module.css";

/** The sign language that one has chosen: always there, beside the stage, whoever speaks. */
export function SignTile() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { sign } = useStore(client.listening.view);
  if (!sign) return null;
  const language = channelName(sign, i18n);
  return (
    <section className={styles.sign} aria-label={t`Sign language: ${language}`}>
      <Picture
        tile={SIGN_TILE}
        expected
        whole
        cover={
          <p className={styles.none}>
            <Icon name="sign" size="2rem" />
            {t`Nobody signs at the moment.`}
          </p>
        }
      />
      <p className={styles.plate}>
        <Icon name="sign" size="1.1em" />
        {language}
      </p>
    </section>
  );
}
