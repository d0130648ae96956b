// What may be made of words: whom the own role lets set it, and for what. The server decides; this only offers.

import type { Attribution, Meeting, Participant } from "../protocol.ts";

export type RegimeName = Attribution["regime"];

export const ON_THE_RECORD: Attribution = { regime: "on-the-record" };

/** Something whose regime one may set, with what it has. */
export interface RegimeTarget {
  readonly of: "meeting" | "item" | "turn";
  /** Of the item, or of the participant. */
  readonly id: string;
  readonly now: Attribution;
}

/** What one may set a regime for: those who lead for the meeting and the current item, who speaks for the own next turn. */
export function regimeTargets(
  { regime }: Pick<Meeting, "regime">,
  me: Pick<Participant, "id" | "role">,
  item: string | undefined,
): readonly RegimeTarget[] {
  const meeting = regime?.meeting ?? ON_THE_RECORD;
  const leads = me.role === "chair" || me.role === "organiser";
  const out: RegimeTarget[] = [];
  if (leads) out.push({ of: "meeting", id: "", now: plain(meeting) });
  if (leads && item !== undefined) {
    const own = regime?.items.find((one) => one.item === item);
    out.push({ of: "item", id: item, now: plain(own ?? meeting) });
  }
  if (leads || me.role === "delegate") {
    const asked = regime?.next.find(({ participant }) => participant === me.id);
    out.push({ of: "turn", id: me.id, now: plain(asked ?? regime?.applies ?? ON_THE_RECORD) });
  }
  return out;
}

function plain({ regime, label }: Attribution): Attribution {
  return label ? { regime, label } : { regime };
}

/** Whether a regime has the label that it needs. */
export function attributed({ regime, label }: Attribution): boolean {
  return regime !== "background" || (label ?? "").trim() !== "";
}

/** What is sent: a label goes with background only. */
export function agreed({ regime, label }: Attribution): Attribution {
  return regime === "background" && label ? { regime, label: label.trim() } : { regime };
}

/** The command that sets it. */
export function regimeCommand({ of, id }: RegimeTarget, attribution: Attribution) {
  return {
    type: "set-regime" as const,
    ...(of === "item" ? { item: id } : {}),
    ...(of === "turn" ? { speaker: id } : {}),
    ...agreed(attribution),
  };
}
