import type { ReactElement } from "react";
import type { ParagraphStatus } from "../../../client/index.ts";

// A form for each, so that none is told by its colour alone: a ring, brackets, a half, and a disc with a tick.
const shapes: Readonly<Record<ParagraphStatus, ReactElement>> = {
  proposed: <circle cx="8" cy="8" r="5.5" strokeDasharray="2.6 2" />,
  bracketed: <path d="M6 2.5H3.5v11H6M10 2.5h2.5v11H10" />,
  "ad-referendum": (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  withdrawn: <path d="M3.5 8h9" />,
  agreed: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="currentColor" />
      <path d="m5.4 8.2 1.9 1.9 3.4-4" stroke="var(--mark-inside, var(--surface))" />
    </>
  ),
};

/** A paragraph's status as a drawing; the words are beside it. */
export function StatusMark({ status, size = "1em" }: { status: ParagraphStatus; size?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[status]}
    </svg>
  );
}
