// `make test` has 15 minutes: what shows a second browser the same, or waits long, runs in `make browser-long` (LONG=1).

export const long = process.env.LONG === "1";
/** For a test's `skip`. */
export const onlyLong = long ? false : "in make browser-long";
