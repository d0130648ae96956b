import { expect, test, vi } from "vitest";
import { CommandProblem } from "../model.ts";
import { createSounds, SegmentPlayer } from "./sounds.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));

function player(get = (segment: string) => Promise.resolve(new Blob([segment]))) {
  const calls: string[] = [];
  let ended: () => void = () => undefined;
  const model = new SegmentPlayer(
    get,
    {
      play: async (sound, speaker, end) => {
        ended = end;
        calls.push(`${await sound.text()} on ${speaker}`);
      },
      stop: () => void calls.push("stop"),
    },
    () => "headphones",
  );
  const shown = () => `${model.view.get().segment} ${model.view.get().state}`;
  return { model, calls, shown, end: () => ended() };
}

test("one segment plays at a time, and pressing again stops it", async () => {
  const { model, calls, shown, end } = player();
  model.toggle("s1");
  expect(shown()).toBe("s1 loading");
  await settle();
  expect(shown()).toBe("s1 playing");
  model.toggle("s2");
  await settle();
  expect(shown()).toBe("s2 playing");
  expect(calls).toEqual(["stop", "s1 on headphones", "stop", "s2 on headphones"]);
  model.toggle("s2");
  expect(shown()).toBe(" idle");
  end(); // late
  expect(shown()).toBe(" idle");
  model.toggle("s2");
  await settle();
  end();
  expect(shown()).toBe(" idle");
});

test("a sound that comes after another was chosen does not play", async () => {
  const waiting = new Map<string, (sound: Blob) => void>();
  const { model, calls, shown } = player((segment) => new Promise((come) => waiting.set(segment, come)));
  model.toggle("s1");
  model.toggle("s2");
  waiting.get("s1")?.(new Blob(["s1"]));
  await settle();
  expect(shown()).toBe("s2 loading");
  model.stop();
  waiting.get("s2")?.(new Blob(["s2"]));
  await settle();
  expect(calls).not.toContain("s2 on headphones");
  expect(shown()).toBe(" idle");
});

test("what cannot be played says why, at its segment, until the next", async () => {
  const get = vi.fn<(segment: string) => Promise<Blob>>(() =>
    Promise.reject(new CommandProblem("recording-lost", "Lost")),
  );
  const { model, shown } = player(get);
  model.toggle("s1");
  await settle();
  expect(shown()).toBe("s1 failed");
  expect(model.view.get().problem?.code).toBe("recording-lost");
  get.mockRejectedValue(new DOMException("no decoder", "NotSupportedError"));
  model.toggle("s1"); // tried again
  await settle();
  expect(model.view.get().problem?.code).toBe("sound-unplayable");
});

test("a sound is asked for with the token, which its address does not have", async () => {
  const asked: string[] = [];
  const get = createSounds("m/7", "secret", (token, path) => {
    asked.push(`${token} ${path}`);
    return Promise.resolve({ name: "s1.opus", blob: new Blob(["x"]) });
  });
  expect(await (await get("s1")).text()).toBe("x");
  expect(asked).toEqual(["secret /meetings/m%2F7/segments/s1/sound"]);
});
