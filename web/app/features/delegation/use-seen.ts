import { useLingui } from "@lingui/react/macro";
import type { InvitationSummary } from "../../../client/index.ts";

/** What has become of an invitation: opened, come, or nothing yet. */
export function useSeen({ opened, came }: Pick<InvitationSummary, "opened" | "came">): string {
  const { t, i18n } = useLingui();
  if (came) return t`has been in the meeting`;
  if (!opened) return t`not opened yet`;
  const when = new Intl.DateTimeFormat(i18n.locale, { dateStyle: "medium", timeStyle: "short" }).format(
    Date.parse(opened),
  );
  return t`opened ${when}`;
}
