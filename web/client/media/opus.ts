// What a microphone's Opus is asked to be, in the answer's fmtp (RFC 7587 section 7): what the receiving side wants
// there is what the browser's encoder does.

/** Bit/s of an interpreter's microphone: full band (48 kHz) with room for in-band FEC; RFC 7587 has 40 for speech. */
export const INTERPRETER_BITRATE = 64_000;

/** For every microphone: FEC in the stream, so that a lost packet is mended from the next. */
const MICROPHONE = { useinbandfec: "1" };
/** For an interpreter: never silent on the wire (a missing packet is then a loss, and no pause), one channel. */
const INTERPRETER = {
  ...MICROPHONE,
  usedtx: "0",
  stereo: "0",
  maxplaybackrate: "48000",
  maxaveragebitrate: String(INTERPRETER_BITRATE),
};

/** The answer with the Opus parameters of the line `mid` set; unchanged where there is no such line or no Opus in it. */
export function withMicrophone(sdp: string, mid: string, interpreter: boolean): string {
  const wanted = interpreter ? INTERPRETER : MICROPHONE;
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => (isLine(section, mid) ? withParameters(section, wanted) : section))
    .join("");
}

function isLine(section: string, mid: string): boolean {
  return section.startsWith("m=") && section.split(/\r?\n/).includes(`a=mid:${mid}`);
}

function withParameters(section: string, wanted: Record<string, string>): string {
  const payload = /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];
  if (payload === undefined) return section;
  const line = new RegExp(`^a=fmtp:${payload} (.*)$`, "m");
  const present = (line.exec(section)?.[1] ?? "").trim();
  const fmtp = `a=fmtp:${payload} ${merge(present, wanted)}`;
  if (line.test(section)) return section.replace(line, fmtp);
  return section.replace(/^(a=rtpmap:.* opus\/.*)$/im, `$1\r\n${fmtp}`);
}

function merge(present: string, wanted: Record<string, string>): string {
  const kept = present
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "" && !((one.split("=")[0] ?? "") in wanted));
  return [...kept, ...Object.entries(wanted).map(([key, value]) => `${key}=${value}`)].join(";");
}
