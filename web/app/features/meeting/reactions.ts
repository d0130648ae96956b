import { useLingui } from "@lingui/react/macro";
import type { Reaction } from "../../../client/index.ts";

/** The reactions, in the order of the menu. */
export const reactions: readonly Reaction[] = ["applause", "agree", "disagree", "thanks"];

/** Their names, in the reader's language. */
export function useReactionNames(): Readonly<Record<Reaction, string>> {
  const { t } = useLingui();
  return {
    applause: t({ message: "Applause", context: "reaction" }),
    agree: t({ message: "I agree", context: "reaction" }),
    disagree: t({ message: "I disagree", context: "reaction" }),
    thanks: t({ message: "Thank you", context: "reaction" }),
  };
}
