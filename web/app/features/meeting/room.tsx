import { createContext, use } from "react";
import type { Client, ParticipantView } from "../../../client/index.ts";

export type Panel = "chat" | "people" | "agenda" | "speakers" | "channels" | "record" | "text";

/** The room alone on the whole screen, with the stage large and nobody beside it. */
export interface RoomFullScreen {
  readonly available: boolean;
  readonly on: boolean;
  readonly toggle: () => void;
}

/** What the parts of the meeting's screen share: the client, and ways to the other parts. */
export interface Room {
  readonly client: Client;
  /** Runs a command; a refusal becomes a notice. */
  readonly run: (command: Promise<void>) => void;
  /** Shows the chat with one person, or "everyone" or "delegation". */
  readonly talkTo: (conversation: string) => void;
  /** Shows a text that is negotiated. */
  readonly openText: (text: string) => void;
  /** Asks before removing somebody. */
  readonly askRemove: (participant: ParticipantView) => void;
  readonly askEnd: () => void;
  readonly full: RoomFullScreen;
}

const RoomContext = createContext<Room | undefined>(undefined);

export const RoomProvider = RoomContext.Provider;

export function useRoom(): Room {
  const room = use(RoomContext);
  if (!room) throw new Error("useRoom outside RoomProvider");
  return room;
}
