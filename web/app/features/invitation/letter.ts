import type { Letter } from "../../../client/index.ts";

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
  const url = URL.createObjectURL(new Blob([content], { type: "text/calendar" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then; the address would keep it in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
