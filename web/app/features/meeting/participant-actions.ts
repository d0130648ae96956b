import { useLingui } from "@lingui/react/macro";
import { mayPublish, type ParticipantView, type Permissions } from "../../../client/index.ts";
import type { MenuAction } from "../../design/Menu";
import { useRoom } from "./room";

/** What one may do with a person, as a menu; empty where there is nothing. */
export function useParticipantActions(person: ParticipantView, may: Permissions): readonly MenuAction[] {
  const { t } = useLingui();
  const { client, run, talkTo, askRemove } = useRoom();
  const { commands } = client;
  const { id, name } = person;
  const sends = mayPublish(person.role);
  const all: readonly (MenuAction | false)[] = [
    may.giveFloor &&
      sends &&
      !person.holdsFloor && {
        id: "give-floor",
        icon: "floor",
        label: t`Give the floor`,
        run: () => run(commands.giveFloor(id)),
      },
    may.giveFloor &&
      person.holdsFloor && {
        id: "take-floor",
        icon: "floor",
        label: t`Take the floor back`,
        run: () => run(commands.openFloor()),
      },
    may.mute &&
      !person.isMe &&
      person.microphone && {
        id: "mute",
        icon: "microphoneOff",
        label: t`Turn their microphone off`,
        run: () => run(commands.mute(id)),
      },
    may.lowerHands &&
      person.handSince !== undefined && {
        id: "lower-hand",
        icon: "hand",
        label: t`Lower the hand`,
        run: () => run(commands.lowerHand(id)),
      },
    !person.isMe &&
      person.connection !== "external" && {
        id: "talk",
        icon: "chat",
        label: t`Write to ${name}`,
        run: () => talkTo(id),
      },
    may.remove &&
      !person.isMe && {
        id: "remove",
        icon: "remove",
        label: t`Remove from the meeting…`,
        danger: true,
        separated: true,
        run: () => askRemove(person),
      },
  ];
  return all.filter((action) => action !== false);
}
