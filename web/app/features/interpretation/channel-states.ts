import { useLingui } from "@lingui/react/macro";
import type { ChannelView } from "../../../client/index.ts";
import type { BoothTone } from "../booth/booth-words";

/** Names of a channel's states, and how they are drawn. */
export function useChannelStates(): Readonly<
  Record<ChannelView["state"], { readonly text: string; readonly tone: BoothTone }>
> {
  const { t } = useLingui();
  return {
    PASS: { text: t({ message: "Spoken on the floor", context: "channel" }), tone: "good" },
    ON_AIR: { text: t({ message: "On air", context: "channel" }), tone: "good" },
    PAUSE: { text: t({ message: "On air, pause", context: "channel" }), tone: "good" },
    COUGH: { text: t({ message: "Cough", context: "channel" }), tone: "warn" },
    OFF: { text: t({ message: "Microphone off", context: "channel" }), tone: "quiet" },
    LOST: { text: t({ message: "Lost", context: "channel" }), tone: "danger" },
    UNINTERPRETABLE: { text: t({ message: "Cannot be interpreted", context: "channel" }), tone: "danger" },
  };
}
