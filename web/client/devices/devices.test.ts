import { expect, test } from "vitest";
import type { ClientEvent, VideoSurface } from "../model.ts";
import { Signal } from "../store.ts";
import { settle } from "../testing/clock.ts";
import { FakeVideo } from "../testing/media.ts";
import { World } from "../testing/world.ts";
import { OwnDevices } from "./devices.ts";
import { levelOf } from "./level.ts";
import { problemOf } from "./problems.ts";
import { SourceReports } from "./report.ts";

function start(world = new World()) {
  const signal = new Signal<ClientEvent>();
  const events: ClientEvent[] = [];
  signal.on((event) => events.push(event));
  return { world, events, devices: new OwnDevices(world.env, signal) };
}

test("asks for both at once", async () => {
  const { world, devices } = start();
  await devices.start();
  expect(world.devices.asked).toHaveLength(1);
  const { microphone, camera, speaker } = devices.view.get();
  expect(microphone).toMatchObject({ on: true, live: true, pending: false, selected: "mic1" });
  expect(camera).toMatchObject({ on: true, live: true, selected: "cam1" });
  expect(microphone.devices.map(({ label }) => label)).toEqual(["Headset microphone", "Built-in microphone"]);
  expect(speaker).toMatchObject({ choosable: true, suggestHeadphones: true });
});

test("a camera that is turned off while both are asked for is given back", async () => {
  const { world, devices } = start();
  const starting = devices.start();
  const off = devices.setCamera(false);
  await Promise.all([starting, off]);
  expect(devices.view.get().camera).toMatchObject({ on: false, live: false });
  expect(devices.view.get().microphone.live).toBe(true);
  expect(world.devices.given.filter(({ kind }) => kind === "video").every(({ stopped }) => stopped)).toBe(
    true,
  );
  expect(world.devices.given.some(({ kind }) => kind === "video")).toBe(true);
});

test("no camera: goes on with the microphone, and says so", async () => {
  const { world, devices } = start();
  world.devices.devices = world.devices.devices.filter(({ kind }) => kind !== "videoinput");
  await devices.start();
  expect(devices.view.get().microphone.live).toBe(true);
  expect(devices.view.get().camera).toMatchObject({ live: false, problem: "none" });
});

test("a camera in use by another program", async () => {
  const { world, devices } = start();
  world.devices.refusals = { video: "NotReadableError" };
  await devices.start();
  expect(devices.view.get().microphone.live).toBe(true);
  expect(devices.view.get().camera.problem).toBe("in-use");
});

test("refused: only what is allowed already is asked for again", async () => {
  const { world, devices } = start();
  world.devices.refusals = { video: "NotAllowedError" };
  world.permissions = { microphone: "granted", camera: "denied" };
  await devices.start();
  expect(devices.view.get().microphone.live).toBe(true);
  expect(devices.view.get().camera).toMatchObject({ live: false, problem: "denied" });
  expect(world.devices.asked).toHaveLength(2);
});

test("without a secure context there are no devices, and that is the reason given", async () => {
  const { devices } = start(new World({ secure: false, devices: undefined }));
  await devices.start();
  expect(devices.view.get().camera.problem).toBe("insecure");
  expect(devices.view.get().microphone.problem).toBe("insecure");
  expect(devices.view.get().screen.available).toBe(false);
});

test("switches live, remembers, and comes back to it", async () => {
  const { world, devices } = start();
  await devices.start();
  await devices.chooseMicrophone("mic2");
  expect(devices.microphone.track?.label).toBe("Built-in microphone");
  expect(world.devices.given.find(({ deviceId }) => deviceId === "mic1")?.stopped).toBe(true);
  await devices.setCamera(false);
  const again = start(Object.assign(new World({ browser: world.browser })));
  await again.devices.start();
  expect(again.devices.view.get().microphone.selected).toBe("mic2");
  expect(again.devices.view.get().camera).toMatchObject({ on: false, live: false });
});

test("a remembered device that is gone is replaced by what there is", async () => {
  const { world, devices } = start();
  world.browser.set("cumbre:devices", "");
  await devices.chooseMicrophone("gone");
  expect(devices.view.get().microphone.problem).toBe("none");
  const again = start(new World({ browser: world.browser }));
  await again.devices.start();
  expect(again.devices.view.get().microphone).toMatchObject({ live: true, selected: "mic1" });
});

test("pulled out while in use: another takes over, and the person is told", async () => {
  const { world, devices, events } = start();
  await devices.start();
  world.devices.devices = world.devices.devices.filter(({ deviceId }) => deviceId !== "mic1");
  world.devices.given.find(({ deviceId }) => deviceId === "mic1")?.pullOut();
  await settle();
  expect(events).toEqual([{ type: "device-lost", device: "microphone", replacedBy: "Built-in microphone" }]);
  expect(devices.view.get().microphone).toMatchObject({ live: true, selected: "mic2" });
});

test("pulled out with no other: goes on without, and takes it back when it is plugged in", async () => {
  const { world, devices, events } = start();
  await devices.start();
  const all = world.devices.devices;
  world.devices.devices = all.filter(({ kind }) => kind !== "videoinput");
  world.devices.given.find(({ deviceId }) => deviceId === "cam1")?.pullOut();
  world.devices.dispatchEvent(new Event("devicechange"));
  await settle();
  expect(events).toEqual([{ type: "device-lost", device: "camera" }]);
  expect(devices.view.get().camera).toMatchObject({ on: true, live: false, problem: "unplugged" });
  world.devices.devices = all;
  world.devices.dispatchEvent(new Event("devicechange"));
  await settle();
  expect(devices.view.get().camera.live).toBe(true);
  expect(devices.view.get().camera.problem).toBeUndefined();
});

test("a camera that arrives after it was turned off goes dark again", async () => {
  const { world, devices } = start();
  const asked = devices.setCamera(true);
  await devices.setCamera(false);
  await asked;
  await settle();
  expect(world.devices.given.every(({ stopped }) => stopped)).toBe(true);
  expect(devices.view.get().camera.live).toBe(false);
});

test("the preview plays what the camera gives, muted, and nothing when it is off", async () => {
  const { devices } = start();
  const video = new FakeVideo();
  const detach = devices.attachPreview(video as unknown as VideoSurface);
  await devices.start();
  expect(video.muted).toBe(true);
  expect(video.srcObject).not.toBeNull();
  await devices.setCamera(false);
  expect(video.srcObject).toBeNull();
  detach();
});

test("the meter rises with sound and falls slowly", async () => {
  const { world, devices } = start();
  await devices.start();
  world.audioContext.amplitude = 0.3;
  await world.clock.advance(66);
  const loud = devices.level.get();
  expect(loud).toBeGreaterThan(0.8);
  world.audioContext.amplitude = 0;
  await world.clock.advance(66);
  expect(devices.level.get()).toBeGreaterThan(0.5);
  await world.clock.advance(2000);
  expect(devices.level.get()).toBe(0);
});

test("levels are decibels from quiet to loud", () => {
  const at = (amplitude: number) => levelOf(new Float32Array(64).fill(amplitude));
  expect([at(0), at(0.0001), at(1)]).toEqual([0, 0, 1]);
  expect(at(0.1)).toBeCloseTo(0.8, 1);
});

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "none"],
  ["OverconstrainedError", "none"],
  ["NotReadableError", "in-use"],
  ["TypeError", "unsupported"],
  ["WeirdError", "failed"],
])("%s is %s", (name, problem) => {
  expect(problemOf(new DOMException("", name))).toBe(problem);
  expect(problemOf("text")).toBe("failed");
});

test("closing the picker of a screen is no problem", async () => {
  const world = new World();
  world.devices.getDisplayMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  const { devices } = start(world);
  await devices.startScreen({ sound: true });
  expect(devices.view.get().screen).toEqual({ on: false, pending: false, sound: false, available: true });
});

test("with headphones the microphone is opened anew without processing, and so it is remembered", async () => {
  const { world, devices } = start();
  await devices.start();
  expect(devices.view.get()).toMatchObject({ headphones: false, unprocessed: false });
  const before = devices.microphone.track;
  await devices.setHeadphones(true);
  expect(devices.view.get()).toMatchObject({ headphones: true, unprocessed: true });
  expect(devices.microphone.track).not.toBe(before);
  expect(world.devices.given.filter(({ kind, stopped }) => kind === "audio" && !stopped)).toHaveLength(1);
  const again = start(new World({ browser: world.browser }));
  await again.devices.start();
  expect(again.devices.view.get()).toMatchObject({ headphones: true, unprocessed: true });
  await devices.setHeadphones(false);
  expect(devices.view.get()).toMatchObject({ headphones: false, unprocessed: false });
});

test("what the browser does in spite of the wish is shown", async () => {
  const { world, devices } = start();
  world.devices.settings = { autoGainControl: true };
  await devices.setHeadphones(true);
  await devices.start();
  expect(devices.view.get().unprocessed).toBe(false);
  const silent = start();
  silent.world.devices.settings = { noiseSuppression: undefined };
  await silent.devices.setHeadphones(true);
  await silent.devices.start();
  expect(silent.devices.view.get().unprocessed).toBeUndefined();
});

test("the microphone's sound is measured while it is on", async () => {
  const { world, devices } = start();
  await devices.start();
  expect(devices.view.get().source).toBeUndefined();
  const speak = async (amplitude: number, ms: number) => {
    world.audioContext.amplitude = amplitude;
    await world.clock.advance(ms);
  };
  world.audioContext.band = 8000;
  await speak(0.0005, 3000);
  await speak(0.1, 5000);
  expect(devices.view.get().source).toEqual({ band: 8000, speech: -20, noise: -66, clipping: 0 });
  await devices.setMicrophone(false);
  const measured = devices.view.get().source;
  await speak(1, 5000);
  expect(devices.view.get().source).toEqual(measured);
  devices.dispose();
  expect(world.clock.pending).toBe(0);
});

test("how good it is is reported every 5 s, while something is said into a microphone that is on", async () => {
  const { world, devices } = start();
  const sent: unknown[] = [];
  const reports = new SourceReports(world.env, devices, (message) => sent.push(message));
  await devices.setHeadphones(true);
  await devices.start();
  world.audioContext.amplitude = 0.0005;
  await world.clock.advance(3000);
  world.audioContext.amplitude = 0.1;
  await world.clock.advance(7000);
  expect(sent).toHaveLength(2);
  expect(sent.at(-1)).toEqual({
    type: "report-source",
    band: 24_000,
    speech: -20,
    noise: -66,
    clipping: 0,
    processed: false,
    headphones: true,
  });
  world.audioContext.amplitude = 0;
  await world.clock.advance(5000);
  sent.length = 0;
  await world.clock.advance(10_000);
  expect(sent).toEqual([]);
  world.audioContext.amplitude = 0.1;
  await devices.setMicrophone(false);
  await world.clock.advance(10_000);
  expect(sent).toEqual([]);
  reports.dispose();
  devices.dispose();
  expect(world.clock.pending).toBe(0);
});
