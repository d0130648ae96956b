import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import {
  type Client,
  CommandProblem,
  type InvitationInfo,
  isOver,
  mayPublish,
  type SessionView,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import type { Loader } from "../../load";
import { usePartOf, useStore } from "../../use-store";
import { BoothScreen } from "../booth/BoothScreen";
import { EndingPage } from "../ending/EndingPage";
import { MessagePage } from "../ending/MessagePage";
import { papersOf } from "../ending/papers";
import { Early } from "../lobby/Early";
import { Lobby } from "../lobby/Lobby";
import { PreJoin } from "../prejoin/PreJoin";
import { MeetingScreen } from "./MeetingScreen";
import { TakeOver } from "./TakeOver";

interface MeetingPageProps {
  client: Client;
  /** The meeting in the address: the invitation must be for this one. */
  meeting: string;
  invitation: Loader<InvitationInfo>;
}

const phaseOf = ({ phase }: SessionView) => phase;
const contestedOf = ({ contested }: SessionView) => contested === true;
const endingOf = ({ ending }: SessionView) => ending;

/** The page of an invitation's link, from the check before the meeting to its end. */
export function MeetingPage({ client, meeting, invitation }: MeetingPageProps) {
  const phase = usePartOf(client.session, phaseOf);
  const ending = usePartOf(client.session, endingOf);
  const contested = usePartOf(client.session, contestedOf);
  useEffect(() => {
    if (client.wasJoined && client.session.get().phase === "idle") client.join();
  }, [client]);
  if (phase === "connecting" && contested) return <Contested client={client} />;
  switch (phase) {
    case "ended":
      return (
        <EndingPage
          ending={ending ?? { code: "left", canRejoin: true }}
          onAgain={() => client.join()}
          {...papersOf(ending?.code ?? "left", client.meeting.get().me?.role, location)}
        />
      );
    case "lobby":
    case "joined":
    case "reconnecting":
      return <Inside client={client} invitation={invitation} />;
    case "connecting":
      return client.wasJoined ? (
        <Connecting />
      ) : (
        <Arrival client={client} meeting={meeting} invitation={invitation} />
      );
    case "idle":
      return <Arrival client={client} meeting={meeting} invitation={invitation} />;
  }
}

/** In the meeting, or in its lobby; while reconnecting, wherever one was. */
function Inside({ client, invitation }: Omit<MeetingPageProps, "meeting">) {
  const phase = usePartOf(client.session, phaseOf);
  const { me, participants } = useStore(client.meeting);
  const loaded = useStore(invitation);
  const info = loaded.state === "loaded" ? loaded.value : undefined;
  const inLobby = phase === "lobby" || (phase === "reconnecting" && participants.length === 0);
  const role = me?.role ?? info?.role ?? "delegate";
  if (!inLobby)
    return (
      <>
        {role === "interpreter" ? <BoothScreen client={client} /> : <MeetingScreen client={client} />}
        <TakeOver client={client} />
      </>
    );
  return (
    <Lobby
      client={client}
      name={info?.name ?? me?.name ?? ""}
      delegation={info?.delegation ?? me?.delegation?.id}
      publishes={mayPublish(role)}
    />
  );
}

/** The invitation is looked up; then the check before the meeting, or what is wrong with the link. */
function Arrival({ client, meeting, invitation }: MeetingPageProps) {
  const load = useStore(invitation);
  useEffect(() => {
    if (load.state === "loaded") client.preview(load.value.meeting, load.value.role);
  }, [client, load]);
  if (load.state === "loading") return <Connecting />;
  const code = load.state === "failed" ? load.problem.code : codeOf(load.value, meeting);
  if (load.state === "failed" || code) {
    const problem = load.state === "failed" ? load.problem : new CommandProblem(code ?? "", "");
    return (
      <EndingPage
        ending={{
          code: problem.code,
          title: problem.title,
          ...(problem.detail === undefined ? {} : { detail: problem.detail }),
          canRejoin: true,
        }}
        onAgain={invitation.reload}
        {...papersOf(problem.code, load.state === "loaded" ? load.value.role : undefined, location)}
      />
    );
  }
  if (load.value.admission === "early") return <Early invitation={load.value} onDue={invitation.reload} />;
  return <PreJoin client={client} invitation={load.value} />;
}

/** What is wrong with a valid invitation for this address; undefined: nothing. */
function codeOf(info: InvitationInfo, meeting: string): string | undefined {
  if (info.meeting.id !== meeting) return "token-other-meeting";
  if (info.admission === "refused") return "refused";
  return isOver(info.meeting) ? info.meeting.state : undefined;
}

/** The invitation is in use elsewhere; whoever is there is asked. */
function Contested({ client }: { client: Client }) {
  const { t } = useLingui();
  return (
    <MessagePage
      icon="people"
      title={t`You are in the meeting elsewhere`}
      actions={
        <Button onPress={() => client.leave()}>
          <Trans>Cancel</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          This invitation is in use in another window or on another device. Whoever is there is being asked to
          let you take over.
        </Trans>
      </p>
      <p role="status">
        <Trans>
          This page goes on by itself as soon as they agree. If that window is gone, it takes a quarter of a
          minute at most.
        </Trans>
      </p>
    </MessagePage>
  );
}

function Connecting() {
  const { t } = useLingui();
  return (
    <MessagePage icon="clock" title={t`One moment…`}>
      <p role="status">
        <Trans>The connection to the meeting is being made.</Trans>
      </p>
    </MessagePage>
  );
}
