import type { MeetingView, OwnInput } from "../../../client/index.ts";

/** Why one speaks to nobody although the microphone is open. */
export interface Unheard {
  /** Who has the floor. */
  readonly holder: string;
  /** One has asked for the floor already. */
  readonly asked: boolean;
}

/** Whether the open microphone is not heard because another has the floor; undefined: it is heard, or it is not open. */
export function unheard(
  { may, floor, me }: Pick<MeetingView, "may" | "floor" | "me">,
  microphone: Pick<OwnInput, "on" | "live">,
): Unheard | undefined {
  if (!may.publish || may.heard || !microphone.on || !microphone.live || !floor.holder) return undefined;
  return { holder: floor.holder.name, asked: me?.handSince !== undefined };
}
