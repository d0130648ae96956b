import type { BoothView, ChannelView } from "../../../client/index.ts";

/** A box of the figure, in its own units; x grows along the reading direction. */
export interface RoutingBox {
  readonly id: string;
  readonly kind: "floor" | "booth" | "channel" | "listeners";
  readonly x: number;
  readonly y: number;
}

export interface RoutingLine {
  readonly id: string;
  readonly from: RoutingBox;
  readonly to: RoutingBox;
  /** relay: from a channel back into a booth; dead: nothing goes along it now. */
  readonly kind: "live" | "relay" | "dead";
  /** Goes past the booths, above them, at this height. */
  readonly over?: number;
}

export interface RoutingFigure {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly RoutingBox[];
  readonly lines: readonly RoutingLine[];
}

/** Size of a box and of the space between, in the figure's units. */
export const BOX = { width: 120, height: 40, across: 44, down: 14 };

const columnOf = { floor: 0, booth: 1, channel: 2, listeners: 3 } as const;

/** Floor → booths → channels → listeners, with the relays that go back. */
export function routingFigure(booths: readonly BoothView[], channels: readonly ChannelView[]): RoutingFigure {
  const rows = Math.max(1, booths.length, channels.length);
  const height = rows * (BOX.height + BOX.down) - BOX.down;
  const box = (kind: RoutingBox["kind"], id: string, index: number, count: number): RoutingBox => {
    const used = count * (BOX.height + BOX.down) - BOX.down;
    const y = (height - used) / 2 + index * (BOX.height + BOX.down);
    return { id: `${kind}:${id}`, kind, x: columnOf[kind] * (BOX.width + BOX.across), y };
  };
  const floor = box("floor", "", 0, 1);
  const boothBoxes = booths.map(({ id }, index) => box("booth", id, index, booths.length));
  const channelBoxes = channels.map(({ language }, index) =>
    box("channel", language, index, channels.length),
  );
  const listeners = channels.map(({ language }, index) => box("listeners", language, index, channels.length));
  const lines: RoutingLine[] = [];
  const lane = (boothBoxes[0]?.y ?? 0) - 9;
  const line = (
    from: RoutingBox | undefined,
    to: RoutingBox | undefined,
    kind: RoutingLine["kind"],
    over?: number,
  ) => {
    if (from && to)
      lines.push({ id: `${from.id}>${to.id}`, from, to, kind, ...(over === undefined ? {} : { over }) });
  };
  const channelBox = (language: string) =>
    channelBoxes[channels.findIndex((one) => one.language === language)];
  for (const [index, booth] of booths.entries()) {
    const working = booth.seats.find(({ state }) => state === "ON_AIR" || state === "COUGH");
    const input = working?.input ?? "floor";
    if (input === "floor") line(floor, boothBoxes[index], working ? "live" : "dead");
    else line(channelBox(input), boothBoxes[index], "relay");
  }
  for (const [index, channel] of channels.entries()) {
    const source = boothBoxes[booths.findIndex(({ id }) => id === channel.booth)];
    if (channel.state === "PASS") line(floor, channelBoxes[index], "live", lane);
    else line(source, channelBoxes[index], onAir(channel) ? "live" : "dead");
    line(channelBoxes[index], listeners[index], channel.listens > 0 ? "live" : "dead");
  }
  const width = 4 * BOX.width + 3 * BOX.across;
  return { width, height, boxes: [floor, ...boothBoxes, ...channelBoxes, ...listeners], lines };
}

function onAir({ state }: ChannelView): boolean {
  return state === "ON_AIR" || state === "PAUSE" || state === "COUGH";
}

/** The way of a line, as an SVG path; relays bend below, so that they are not taken for the way there. */
export function pathOf({ from, to, kind, over }: RoutingLine): string {
  const middle = BOX.height / 2;
  if (kind === "relay") {
    const [x1, y1] = [from.x, from.y + middle + 8];
    const [x2, y2] = [to.x + BOX.width, to.y + middle + 8];
    return `M${x1} ${y1} C${x1 - 24} ${y1 + 6} ${x2 + 24} ${y2 + 6} ${x2} ${y2}`;
  }
  const [x1, y1] = [from.x + BOX.width, from.y + middle];
  const [x2, y2] = [to.x, to.y + middle];
  if (over !== undefined) {
    const [near, far] = [x1 + BOX.across, x2 - BOX.across];
    return `M${x1} ${y1} C${x1 + 24} ${y1} ${near - 24} ${over} ${near} ${over} L${far} ${over} C${far + 24} ${over} ${x2 - 24} ${y2} ${x2} ${y2}`;
  }
  const bend = Math.max(20, (x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
