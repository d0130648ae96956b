import { useLingui } from "@lingui/react/macro";
import type { LocalHours, NextPlan } from "../../../client/index.ts";

/** What a time is for a delegation. */
export function useHoursNames(): Readonly<Record<LocalHours["hours"], string>> {
  const { t } = useLingui();
  return {
    night: t`At night`,
    closed: t`Holiday`,
    weekend: t`At the weekend`,
    outside: t`Outside working hours`,
    working: t`Within working hours`,
  };
}

/** How the next meeting is held. */
export function useModeNames(): Readonly<Record<NextPlan["mode"], string>> {
  const { t } = useLingui();
  return { virtual: t`By video`, "in-person": t`In person`, hybrid: t`In person and by video` };
}

/** A zone's name as people read it. */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
