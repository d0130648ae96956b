import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { DeviceProblem } from "../../../client/index.ts";

interface Advice {
  readonly title: MessageDescriptor;
  readonly advice: MessageDescriptor;
}

const insecureAdvice = msg`Browsers give microphone and camera only to pages opened with https. Ask the organiser for the https address. You can join without, and watch and listen.`;
const oldBrowser = msg`Use a current version of Firefox, Chrome, Edge or Safari. You can join without, and watch and listen.`;

const microphone: Readonly<Record<DeviceProblem, Advice>> = {
  insecure: { title: msg`The microphone is not available on this address`, advice: insecureAdvice },
  unsupported: { title: msg`This browser cannot use a microphone`, advice: oldBrowser },
  denied: {
    title: msg`The microphone is not permitted`,
    advice: msg`Allow it at the lock or camera sign beside the address of this page, then press “Try again”. You can also join without a microphone.`,
  },
  none: {
    title: msg`No microphone was found`,
    advice: msg`Connect a microphone or a headset, then press “Try again”. You can also join without, and listen.`,
  },
  "in-use": {
    title: msg`The microphone is in use`,
    advice: msg`Close other programs that use it (another videoconference, perhaps), then press “Try again”. You can also join without a microphone.`,
  },
  unplugged: {
    title: msg`The microphone was disconnected`,
    advice: msg`Connect it again or choose another one, then press “Try again”.`,
  },
  failed: {
    title: msg`The microphone does not start`,
    advice: msg`Choose another one, or disconnect it, connect it again and press “Try again”. You can also join without a microphone.`,
  },
};

const camera: Readonly<Record<DeviceProblem, Advice>> = {
  insecure: { title: msg`The camera is not available on this address`, advice: insecureAdvice },
  unsupported: { title: msg`This browser cannot use a camera`, advice: oldBrowser },
  denied: {
    title: msg`The camera is not permitted`,
    advice: msg`Allow it at the lock or camera sign beside the address of this page, then press “Try again”. You can also join without a camera.`,
  },
  none: {
    title: msg`No camera was found`,
    advice: msg`Connect a camera, then press “Try again”. You can also join without: the others see your name.`,
  },
  "in-use": {
    title: msg`The camera is in use`,
    advice: msg`Close other programs that use it (another videoconference, perhaps), then press “Try again”. You can also join without a camera.`,
  },
  unplugged: {
    title: msg`The camera was disconnected`,
    advice: msg`Connect it again or choose another one, then press “Try again”.`,
  },
  failed: {
    title: msg`The camera does not start`,
    advice: msg`Choose another one, or disconnect it, connect it again and press “Try again”. You can also join without a camera.`,
  },
};

/** What to say and advise when a device is not there. */
export function deviceAdvice(device: "microphone" | "camera", problem: DeviceProblem): Advice {
  return device === "microphone" ? microphone[problem] : camera[problem];
}
