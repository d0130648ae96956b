// Pictures for the gallery, drawn, so that nobody's likeness is used: a person before a wall, and a slide.

const width = 960;
const height = 540;
// Pictures are drawn again at this period (ms), so that a video that attaches late still gets a frame.
const period = 200;

const streams = new Map<string, MediaStream>();

function stream(key: string, draw: (context: CanvasRenderingContext2D) => void): MediaStream {
  const known = streams.get(key);
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return new MediaStream();
  draw(context);
  setInterval(() => draw(context), period);
  const made = canvas.captureStream(5);
  streams.set(key, made);
  return made;
}

/** A number that is the same for the same text. */
function hash(text: string): number {
  let value = 7;
  for (const letter of text) value = (value * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return value;
}

/** The picture of a person. */
export function portrait(id: string): MediaStream {
  const seed = hash(id);
  const wall = `hsl(${(seed * 47) % 360} 18% ${34 + (seed % 4) * 6}%)`;
  const skin = ["#e6c3a5", "#c99a74", "#a9744f", "#7d5238"][seed % 4] ?? "#c99a74";
  const hair = ["#2a211c", "#57402c", "#8d8d90", "#191919"][(seed >> 2) % 4] ?? "#2a211c";
  const suit = ["#23303f", "#3a2f3f", "#1f3a3a", "#40382c"][(seed >> 3) % 4] ?? "#23303f";
  return stream(id, (context) => {
    context.fillStyle = wall;
    context.fillRect(0, 0, width, height);
    const light = context.createRadialGradient(300, 120, 40, 300, 120, 700);
    light.addColorStop(0, "rgb(255 255 255 / 0.22)");
    light.addColorStop(1, "rgb(0 0 0 / 0.28)");
    context.fillStyle = light;
    context.fillRect(0, 0, width, height);
    ellipse(context, suit, 480, 590, 260, 200);
    context.fillStyle = "#f2f0ea";
    context.beginPath();
    context.moveTo(430, 400);
    context.lineTo(480, 500);
    context.lineTo(530, 400);
    context.fill();
    context.fillStyle = skin;
    context.fillRect(440, 320, 80, 90);
    ellipse(context, hair, 480, 215, 118, 138);
    ellipse(context, skin, 480, 238, 95, 120);
  });
}

function ellipse(
  context: CanvasRenderingContext2D,
  colour: string,
  x: number,
  y: number,
  rx: number,
  ry: number,
): void {
  context.fillStyle = colour;
  context.beginPath();
  context.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  context.fill();
}

/** A slide with bars. */
export function sharedScreen(): MediaStream {
  return stream("/screen", (context) => {
    context.fillStyle = "#fbfaf7";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#1c4e7a";
    context.fillRect(60, 60, 420, 22);
    context.fillStyle = "#c9c3b6";
    for (let line = 0; line < 4; line++) context.fillRect(60, 120 + line * 34, 300 + (line % 3) * 40, 12);
    for (let bar = 0; bar < 6; bar++) {
      context.fillStyle = bar === 4 ? "#b8860f" : "#1c4e7a";
      context.fillRect(520 + bar * 62, 460 - bar * 48, 40, 20 + bar * 48);
    }
  });
}
