import { expect, test, vi } from "vitest";
import type { VideoSurface } from "../model.ts";
import { FakeClock } from "../testing/clock.ts";
import { FakeTransceiver, FakeVideo } from "../testing/media.ts";
import { atOrAfter, whenShown } from "./reveal.ts";

function watch(rtpTime: number, video = new FakeVideo()) {
  const clock = new FakeClock();
  const transceiver = new FakeTransceiver("video", {});
  const receiver = transceiver.receiver as unknown as RTCRtpReceiver;
  const shown = vi.fn();
  const cancel = whenShown({ clock, element: video as unknown as VideoSurface, receiver, rtpTime }, shown);
  return { clock, transceiver, video, shown, cancel };
}

test.each([
  [5, 5, true],
  [6, 5, true],
  [4, 5, false],
  [0, 0xffffffff, true],
  [0xffffffff, 0, false],
  [0x80000000, 1, true],
])("%i at or after %i: %s", (a, b, expected) => {
  expect(atOrAfter(a, b)).toBe(expected);
});

test("where frames tell no RTP time, the receiver's last one counts", () => {
  const { transceiver, video, shown } = watch(1000);
  transceiver.lastRTPTime = 900;
  for (let frame = 0; frame < 10; frame++) video.frame();
  expect(shown).not.toHaveBeenCalled();
  transceiver.lastRTPTime = 1000;
  video.frame();
  video.frame();
  expect(shown).toHaveBeenCalledTimes(1);
});

test("where nothing tells an RTP time, the third frame counts", () => {
  const { video, shown } = watch(1000);
  video.frame();
  video.frame();
  expect(shown).not.toHaveBeenCalled();
  video.frame();
  expect(shown).toHaveBeenCalledTimes(1);
});

test("times that make no sense do not cover a picture for good", () => {
  const { video, shown } = watch(1000);
  for (let frame = 0; frame < 61; frame++) video.frame(1);
  expect(shown).toHaveBeenCalledTimes(1);
});

test("without frame callbacks the element's events and the receiver decide", async () => {
  const video = new FakeVideo();
  Object.defineProperty(video, "requestVideoFrameCallback", { value: undefined });
  const { clock, transceiver, shown } = watch(1000, video);
  await clock.advance(1000);
  expect(shown).not.toHaveBeenCalled();
  video.videoHeight = 360;
  transceiver.lastRTPTime = 999;
  video.dispatchEvent(new Event("resize"));
  expect(shown).not.toHaveBeenCalled();
  transceiver.lastRTPTime = 1001;
  await clock.advance(100);
  expect(shown).toHaveBeenCalledTimes(1);
  expect(clock.pending).toBe(0);
});

test("a watch that was cancelled says nothing", () => {
  const { video, shown, cancel } = watch(1);
  cancel();
  video.frame(5);
  expect(shown).not.toHaveBeenCalled();
});
