/** Polls until `check` gives something true, and gives that; after timeoutMs it fails and says what it waited for. */
export async function until(what, check, { timeoutMs = 15_000, everyMs = 50, fatal } = {}) {
  const deadline = performance.now() + timeoutMs;
  let last;
  for (;;) {
    try {
      last = await check();
      if (last) return last;
    } catch (error) {
      if (fatal?.test(error.message)) throw error;
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms until ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
