import { useEffect, useState } from "react";

// How long a state must last before it is said, ms: what passes by itself is no news.
const settle = 1500;

/** The text that a live region says: the latest that has lasted; undefined leaves what is there. */
export function useSpoken(text: string | undefined): string {
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    if (text === undefined) return undefined;
    const timer = setTimeout(() => setSpoken(text), settle);
    return () => clearTimeout(timer);
  }, [text]);
  return spoken;
}
