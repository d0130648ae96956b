// Waits for the frame from which on a slot shows the announced source, so that nobody sees a wrong face.

import type { Clock } from "../environment.ts";
import type { VideoSurface } from "../model.ts";
import { type Cancel, Scope } from "../scope.ts";

/** Where no frame tells its RTP time: how many frames after the announcement are taken as the old source's. */
const UNTIMED_FRAMES = 2;
/** After so many frames the picture is shown whatever its times say: a cover for good would be worse. */
const MOST_FRAMES = 60;
/** Where a browser reports no frames at all: how often the element's events are backed by a look at it, ms. */
const POLL_MS = 100;

/** Whether RTP time a is at or after b, both modulo 2^32 (RFC 3550 section 5.1). */
export function atOrAfter(a: number, b: number): boolean {
  return ((a - b) | 0) >= 0;
}

export interface RevealOptions {
  readonly clock: Clock;
  readonly element: VideoSurface;
  readonly receiver: Pick<RTCRtpReceiver, "getSynchronizationSources">;
  /** RTP time of the first frame to show. */
  readonly rtpTime: number;
}

/** Calls `shown` once, with the first frame at or after the RTP time. */
export function whenShown(options: RevealOptions, shown: () => void): Cancel {
  const { element } = options;
  if (element.requestVideoFrameCallback === undefined) return byEvents(options, shown);
  const scope = new Scope();
  let frames = 0;
  let handle: number | undefined;
  scope.add(() => handle !== undefined && element.cancelVideoFrameCallback?.(handle));
  const next = () => {
    handle = element.requestVideoFrameCallback?.((_now, metadata) => {
      if (scope.ended) return;
      frames++;
      const time = metadata.rtpTimestamp ?? latestTime(options);
      const arrived = time === undefined ? frames > UNTIMED_FRAMES : atOrAfter(time, options.rtpTime);
      if (arrived || frames > MOST_FRAMES) {
        scope.end();
        shown();
      } else next();
    });
  };
  next();
  return () => scope.end();
}

/** RTP time of the last frame that the receiver delivered: Firefox tells it here and not with the frame. */
function latestTime({ receiver }: RevealOptions): number | undefined {
  return receiver.getSynchronizationSources()[0]?.rtpTimestamp;
}

function byEvents(options: RevealOptions, shown: () => void): Cancel {
  const { clock, element } = options;
  const scope = new Scope();
  const check = () => {
    const time = latestTime(options);
    if (element.videoHeight === 0 || (time !== undefined && !atOrAfter(time, options.rtpTime))) return;
    scope.end();
    shown();
  };
  for (const event of ["loadeddata", "resize", "timeupdate"] as const) {
    element.addEventListener(event, check);
    scope.add(() => element.removeEventListener(event, check));
  }
  scope.add(clock.every(POLL_MS, check));
  return () => scope.end();
}
