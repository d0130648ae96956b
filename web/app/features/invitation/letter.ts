import type { Letter } from "../../../client/index.ts";
import { saveFile } from "../shell/save-file";

/** The token in an invitation's link: its fragment. */
export function tokenOf(link: string): string {
  return link.slice(link.indexOf("#") + 1);
}

/** A mailto address (RFC 6068) of the letter, for whom the mail program asks. */
export function mailto({ subject, text }: Pick<Letter, "subject" | "text">): string {
  const body = text.replaceAll("\n", "\r\n"); // RFC 6068 section 5
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

/** Has the browser save a calendar entry. */
export function calendarFile(content: string, name: string): void {
  saveFile({ name, blob: new Blob([content], { type: "text/calendar" }) });
}
