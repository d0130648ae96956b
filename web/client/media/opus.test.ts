import { expect, test } from "vitest";
import { withMicrophone } from "./opus.ts";

// As the server answers Chromium: RED first, whose own parameters stay.
const line = (mid: string, fmtp: string) =>
  [
    "m=audio 9 UDP/TLS/RTP/SAVPF 63 111",
    `a=mid:${mid}`,
    "a=rtpmap:111 opus/48000/2",
    ...(fmtp ? [fmtp] : []),
    "a=rtpmap:63 red/48000/2",
    "a=fmtp:63 111/111",
    "",
  ].join("\r\n");
const sdp = (first: string, second: string) => `v=0\r\n${line("0", first)}${line("1", second)}`;

test("an interpreter's microphone is full band, mono, without DTX, at its rate, with FEC", () => {
  const answer = sdp(
    "a=fmtp:111 minptime=10;useinbandfec=1;stereo=1",
    "a=fmtp:111 minptime=10;useinbandfec=1",
  );
  const [first, second] = withMicrophone(answer, "0", true)
    .split(/(?=m=audio)/)
    .slice(1);
  expect(first).toBe(
    line(
      "0",
      "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=0;stereo=0;maxplaybackrate=48000;maxaveragebitrate=64000",
    ),
  );
  expect(second).toBe(line("1", "a=fmtp:111 minptime=10;useinbandfec=1"));
});

test("every microphone has FEC, also where the answer has no parameters", () => {
  expect(withMicrophone(sdp("", ""), "1", false)).toBe(sdp("", "a=fmtp:111 useinbandfec=1"));
  expect(withMicrophone(sdp("", ""), "7", true)).toBe(sdp("", ""));
  expect(withMicrophone("answer 1", "0", true)).toBe("answer 1");
});
