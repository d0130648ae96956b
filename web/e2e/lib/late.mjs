// LATE=400 make browser: each page hears of things up to so many milliseconds after they were said, in their order and each
// page by itself. A test that presses in one page what only another page knows of is found out, which on a busy machine
// would happen now and then.

/** In milliseconds; 0: messages come when they come. */
export const late = Number(process.env.LATE ?? 0);

/** Runs in the page before its own scripts. */
export function hearLate(most) {
  const { addEventListener } = WebSocket.prototype;
  const waiting = new WeakMap(); // WebSocket → what is to be handed over, and when the last of it is due
  WebSocket.prototype.addEventListener = function (type, listener, options) {
    if (type !== "message" && type !== "close") return addEventListener.call(this, type, listener, options);
    return addEventListener.call(this, type, (event) => {
      if (!waiting.has(this)) waiting.set(this, { events: [], due: 0 });
      const line = waiting.get(this);
      const now = performance.now();
      line.due = Math.max(now + Math.random() * most, line.due);
      line.events.push(() => listener(event));
      setTimeout(() => line.events.shift()(), line.due - now);
    }, options);
  };
}
