import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { formatList } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";

/** Whether the agenda is adopted, by whom it is not, and the button of who acts for a delegation. */
export function Adoption() {
  const { i18n } = useLingui();
  const { client, run } = useRoom();
  const { provisional, awaited, mayAdopt } = useStore(client.agenda.view);
  if (!provisional) return null;
  const names = formatList(awaited, i18n.locale);
  return (
    <Banner
      tone="info"
      title={<Trans>The agenda is provisional</Trans>}
      {...(mayAdopt
        ? {
            action: (
              <Button variant="primary" icon="check" onPress={() => run(client.agenda.adopt())}>
                <Trans>Adopt the agenda</Trans>
              </Button>
            ),
          }
        : {})}
    >
      {awaited.length > 0 ? (
        <Trans>Not adopted yet by: {names}.</Trans>
      ) : (
        <Trans>It has not been adopted yet.</Trans>
      )}
    </Banner>
  );
}
