import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { InterventionKind, ListOrder, ListView, RequestKind } from "../../../client/index.ts";
import { formatMoment } from "../../i18n/format";

const kinds: Readonly<Record<InterventionKind, MessageDescriptor>> = {
  opening: msg`Opening statement`,
  statement: msg`Statement`,
  reply: msg`Right of reply`,
  "point-of-order": msg`Point of order`,
  question: msg`Question`,
  answer: msg({ message: "Answer", context: "intervention" }),
  closing: msg`Closing statement`,
};

/** What one may ask for on a list, in the order in which it is offered. */
export const requestKinds: readonly RequestKind[] = [
  "statement",
  "opening",
  "question",
  "answer",
  "reply",
  "closing",
];

export function kindName(kind: InterventionKind, i18n: I18n): string {
  return i18n._(kinds[kind]);
}

/** All kinds, to choose one. */
export function kindNames(i18n: I18n): { id: string; label: string }[] {
  return (Object.keys(kinds) as InterventionKind[]).map((id) => ({ id, label: kindName(id, i18n) }));
}

const orders: Readonly<Record<ListOrder, MessageDescriptor>> = {
  request: msg`in the order of requests`,
  rank: msg`by protocol`,
  alternating: msg`alternating between delegations`,
  "least-time": msg`least floor time first`,
};

export const listOrders = Object.keys(orders) as readonly ListOrder[];

export function orderName(order: ListOrder, i18n: I18n): string {
  return i18n._(orders[order]);
}

/** Whether one can ask for the floor, and until or from when. */
export function listState({ open, opens, closes, zone }: ListView, now: number, i18n: I18n): string {
  const at = (time: number) => formatMoment(time, now, i18n.locale, zone || "UTC");
  if (open && closes !== undefined) {
    const time = at(closes);
    return i18n._(msg`The list is open. It closes: ${time}`);
  }
  if (open) return i18n._(msg`The list is open.`);
  if (closes !== undefined && closes <= now) {
    const time = at(closes);
    return i18n._(msg`The list closed: ${time}`);
  }
  if (opens !== undefined) {
    const time = at(opens);
    return i18n._(msg`The list opens: ${time}`);
  }
  return i18n._(msg`The list is not open.`);
}

/** An instant (epoch ms) as a clock on the wall of a zone shows it, as a datetime-local field has it; "" for none. */
export function wallTime(at: number | undefined, zone: string): string {
  if (at === undefined) return "";
  const parts: Intl.DateTimeFormatOptions = {
    timeZone: zone || "UTC",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  };
  const found = new Map(
    new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", parts)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day, hour, minute] = ["year", "month", "day", "hour", "minute"].map((part) =>
    found.get(part as Intl.DateTimeFormatPartTypes),
  );
  return `${year}-${month}-${day}T${hour}:${minute}`;
}
