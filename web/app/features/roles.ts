import { useLingui } from "@lingui/react/macro";
import type { Role } from "../../client/index.ts";

/** Names of the roles, in the reader's language. */
export function useRoleNames(): Readonly<Record<Role, string>> {
  const { t } = useLingui();
  return {
    organiser: t({ message: "Organiser", context: "role" }),
    chair: t({ message: "Chair", context: "role" }),
    delegate: t({ message: "Delegate", context: "role" }),
    interpreter: t({ message: "Interpreter", context: "role" }),
    technician: t({ message: "Technician", context: "role" }),
    "record-keeper": t({ message: "Record keeper", context: "role" }),
    observer: t({ message: "Observer", context: "role" }),
    press: t({ message: "Press", context: "role" }),
  };
}
