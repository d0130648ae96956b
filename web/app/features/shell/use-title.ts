import { useEffect } from "react";

/** Sets the document's title while the view is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "Cumbre" ? title : `${title} · Cumbre`;
  }, [title]);
}
