import { useEffect, useState } from "react";

// How long after the last movement or key the controls go, ms: less, and they flee from a hand that looks for them.
const patience = 3000;

/** Whether nobody has touched pointer or keyboard for a while; false while not `watching`. */
export function useIdle(watching: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!watching) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), patience);
      setIdle(false);
    };
    wake();
    const signs = ["pointermove", "pointerdown", "keydown", "focusin"];
    for (const sign of signs) document.addEventListener(sign, wake, true);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) document.removeEventListener(sign, wake, true);
    };
  }, [watching]);
  return watching && idle;
}
