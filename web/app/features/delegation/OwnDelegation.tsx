import { Trans } from "@lingui/react/macro";
import type { InvitationInfo } from "../../../client/index.ts";
import { LinkButton } from "../../design/Button";

/** A focal point's way to the list of the own delegation, with the token of the page that it is on. */
export function OwnDelegation({ invitation }: { invitation: InvitationInfo }) {
  if (!invitation.focalPoint) return null;
  const href = `/m/${encodeURIComponent(invitation.meeting.id)}/delegation${window.location.hash}`;
  return (
    <LinkButton icon="people" href={href}>
      <Trans>My delegation</Trans>
    </LinkButton>
  );
}
