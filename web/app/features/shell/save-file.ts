import type { RecordFile } from "../../../client/index.ts";

/** Hands a file to the browser's downloads. */
export function saveFile({ name, blob }: RecordFile) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // Firefox reads it after the click
}
