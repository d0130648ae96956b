// What a page's connections say of themselves.

/** Runs in the page before its own scripts: keeps its connections, for their statistics. */
export function keepConnections() {
  window.connections = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...args) {
      super(...args);
      window.connections.push(this);
    }
  };
}

/** All statistics of a page's connections, of one type. The page keeps them: see above. */
export const statistics = (person, type) => person.evaluate(async (wanted) => {
  const reports = await Promise.all(window.connections.map(async (one) => [...(await one.getStats()).values()]));
  return reports.flat().filter(({ type: is }) => is === wanted);
}, type);
