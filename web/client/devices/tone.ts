// The speaker test: three rising notes, soft at both ends.

import type { Environment } from "../environment.ts";

const NOTES_HZ = [523.25, 659.25, 783.99] as const;
const NOTE_S = 0.28;
/** Loud enough to hear on a laptop, soft enough for headphones that were left at full volume. */
const GAIN = 0.18;

/** Plays the tone on a device ("" the default); resolves when it ended. */
export async function playTone(env: Environment, context: AudioContext, sink: string): Promise<void> {
  await context.resume();
  const destination = context.createMediaStreamDestination();
  const element = env.createAudio();
  element.srcObject = destination.stream;
  await element.setSinkId?.(sink).catch(() => {});
  await element.play();
  const start = context.currentTime + 0.05;
  NOTES_HZ.forEach((frequency, index) => {
    note(context, destination, frequency, start + index * NOTE_S);
  });
  await new Promise<void>((resolve) => {
    env.clock.after((NOTES_HZ.length * NOTE_S + 0.2) * 1000, resolve);
  });
  element.pause();
  element.srcObject = null;
}

function note(context: AudioContext, to: AudioNode, frequency: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(GAIN, at + 0.03);
  gain.gain.linearRampToValueAtTime(0, at + NOTE_S);
  oscillator.connect(gain).connect(to);
  oscillator.start(at);
  oscillator.stop(at + NOTE_S);
}
