/**
 * Polls until `check` gives something true, and gives that; after timeoutMs it fails and says what it waited for. The
 * deadline is for what never comes: on a machine with a third of the processor that these tests like, a page that
 * opens twelve pictures beside an encoder answers nothing for 20 s.
 */
export async function until(what, check, { timeoutMs = 60_000, everyMs = 50, fatal } = {}) {
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
