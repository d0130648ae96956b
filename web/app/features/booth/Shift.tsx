import { useLingui } from "@lingui/react/macro";
import type { BoothView } from "../../../client/index.ts";
import { ActionMenu } from "../../design/Menu";
import { formatClock } from "../../i18n/format";
import { useRoom } from "../meeting/room";
import { useNow } from "../meeting/use-now";
import { useConsole } from "./booth-context";
import { Pad } from "./Pad";

const lengths = [0, 10, 15, 20, 30] as const;

/** What is left of the booth's shift, amber in its last minute; pressing it sets another length. */
export function Shift({ shift }: { shift: BoothView["shift"] }) {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [, console] = useConsole();
  const now = useNow(1000);
  const left = shift.ends === undefined ? "" : formatClock(shift.ends - now, i18n.locale);
  const minutes = (length: number) =>
    i18n.number(length, { style: "unit", unit: "minute", unitDisplay: "long" });
  const label = shift.over ? t`Shift is over` : left ? t`Shift: ${left}` : t`Shift timer off`;
  return (
    <ActionMenu
      label={t`Length of a shift`}
      trigger={
        <Pad
          icon="clock"
          label={label}
          {...(shift.amber ? { detail: t`Last minute` } : {})}
          {...(shift.over ? { tone: "danger" as const } : shift.amber ? { tone: "warn" as const } : {})}
          onPress={() => undefined}
        />
      }
      actions={lengths.map((length) => ({
        id: String(length),
        label: length === 0 ? t({ message: "No timer", context: "shift" }) : minutes(length),
        ...(length === shift.minutes ? { icon: "check" as const } : {}),
        run: () => run(console.setShift(length)),
      }))}
    />
  );
}
