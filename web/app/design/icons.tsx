import type { ReactElement } from "react";
import styles from "./icons.module.css";

// Our own line icons on a 24-unit grid, drawn with the text's colour. They are decoration: the words are in the
// control's label. Those that point along the reading direction are mirrored in right-to-left pages.
const shapes = {
  microphone: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  microphoneOff: (
    <>
      <path d="M9 9.5V6a3 3 0 0 1 6 0v5M14.2 13.2A3 3 0 0 1 9 11.5v-.3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 10.7 4.9M18.4 12.6c.1-.4.1-.7.1-1.1M12 18v3M4 3.5l16 17" />
    </>
  ),
  camera: (
    <>
      <rect x="2.5" y="6" width="13" height="12" rx="2.5" />
      <path d="m15.5 10.8 6-3.3v9l-6-3.3" />
    </>
  ),
  cameraOff: (
    <>
      <path d="M8.5 6H13a2.5 2.5 0 0 1 2.5 2.5V12M15.5 15.7A2.5 2.5 0 0 1 13 18H5a2.5 2.5 0 0 1-2.5-2.5v-7A2.5 2.5 0 0 1 4.8 6" />
      <path d="m15.5 10.8 6-3.3v9l-4-2.2M3.5 3.5l17 17" />
    </>
  ),
  screen: (
    <>
      <rect x="2.5" y="4" width="19" height="13" rx="2" />
      <path d="M8 20.5h8M12 14V7.5M9 10.2l3-3 3 3" />
    </>
  ),
  screenOff: (
    <>
      <rect x="2.5" y="4" width="19" height="13" rx="2" />
      <path d="M8 20.5h8M9.5 8l5 5M14.5 8l-5 5" />
    </>
  ),
  hand: (
    <path d="M7.5 12.5V6.3a1.4 1.4 0 0 1 2.8 0V11V4.4a1.4 1.4 0 0 1 2.8 0V11V5.6a1.4 1.4 0 0 1 2.8 0V12V8.4a1.4 1.4 0 0 1 2.8 0v6.1A6.5 6.5 0 0 1 12.2 21c-2.6 0-4-1-5.3-3.3L4.3 13.3a1.5 1.5 0 0 1 2.5-1.6z" />
  ),
  smile: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8.2 14.2a4.6 4.6 0 0 0 7.6 0M9 9.5v.4M15 9.5v.4" />
    </>
  ),
  chat: (
    <path d="M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-8.5L6.5 21v-3.5H4A1.5 1.5 0 0 1 2.5 16V7A1.5 1.5 0 0 1 4 5.5zM7 10h10M7 13.5h6" />
  ),
  people: (
    <>
      <circle cx="9" cy="8" r="3.5" />
      <path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M16 5a3.3 3.3 0 0 1 0 6.3M18 14.2a6 6 0 0 1 3.5 5.3" />
    </>
  ),
  agenda: (
    <path d="M9.5 6h11M9.5 12h11M9.5 18h11M3.5 6l1.2 1.2L7 4.8M3.5 12l1.2 1.2L7 10.8M3.5 18l1.2 1.2L7 16.8" />
  ),
  settings: (
    <>
      <path d="M3 7h9M18 7h3M3 17h3M12 17h9" />
      <circle cx="15" cy="7" r="2.7" />
      <circle cx="9" cy="17" r="2.7" />
    </>
  ),
  leave: <path d="M10 4H5.5A1.5 1.5 0 0 0 4 5.5v13A1.5 1.5 0 0 0 5.5 20H10M15.5 8l4 4-4 4M19.5 12H9.5" />,
  speaker: <path d="M4 9.5v5h3.5L12.5 19V5L7.5 9.5zM16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a7.8 7.8 0 0 1 0 11" />,
  speakerOff: <path d="M4 9.5v5h3.5L12.5 19V5L7.5 9.5zM16.5 9.5l5 5M21.5 9.5l-5 5" />,
  headphones: (
    <>
      <path d="M4 15.5V12a8 8 0 0 1 16 0v3.5" />
      <rect x="3" y="14" width="4.5" height="6.5" rx="1.8" />
      <rect x="16.5" y="14" width="4.5" height="6.5" rx="1.8" />
    </>
  ),
  lock: (
    <>
      <rect x="4.5" y="10.5" width="15" height="10" rx="2" />
      <path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2" />
    </>
  ),
  unlock: (
    <>
      <rect x="4.5" y="10.5" width="15" height="10" rx="2" />
      <path d="M8 10.5V7.5a4 4 0 0 1 7.7-1.5M12 14.5v2" />
    </>
  ),
  record: <circle cx="12" cy="12" r="6" fill="currentColor" />,
  close: <path d="M5.5 5.5l13 13M18.5 5.5l-13 13" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />,
  check: <path d="m4.5 12.5 5 5 10-11" />,
  copy: (
    <>
      <rect x="8.5" y="8.5" width="12" height="12" rx="2" />
      <path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3" />
    </>
  ),
  chevron: <path d="m6 9 6 6 6-6" />,
  down: <path d="M12 4.5v15M5.5 13l6.5 6.5 6.5-6.5" />,
  up: <path d="M12 19.5v-15M5.5 11 12 4.5l6.5 6.5" />,
  next: <path d="m9 5 7 7-7 7" />,
  previous: <path d="m15 5-7 7 7 7" />,
  send: <path d="M4 12 20.5 4.5 15 20l-3.5-6.5zM11.5 13.5l9-9" />,
  floor: (
    <>
      <path d="M4.5 10h15l-2.2 4.5H6.7zM9 14.5v6M15 14.5v6M7 20.5h10M12 10V6.5" />
      <circle cx="12" cy="4.5" r="2" />
    </>
  ),
  warning: <path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01" />,
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.5v.01" />
    </>
  ),
  link: (
    <path d="M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.2 6M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.4-1.3" />
  ),
  globe: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5.5l3.5 2" />
    </>
  ),
  door: <path d="M5 20.5h14M7.5 20.5V4.5A1 1 0 0 1 8.5 3.5h7a1 1 0 0 1 1 1v16M13.5 12v.5" />,
  remove: (
    <>
      <circle cx="9.5" cy="8" r="3.5" />
      <path d="M3 19.5a6.5 6.5 0 0 1 11.5-4M16.5 16.5l4.5 4.5M21 16.5l-4.5 4.5" />
    </>
  ),
  theme: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
    </>
  ),
  larger: <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />,
  smaller: <path d="M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5" />,
  keyboard: (
    <>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8" />
    </>
  ),
  plus: <path d="M12 5v14M5 12h14" />,
  applause: (
    <path d="m7 13 5.5-5.5a1.3 1.3 0 0 1 1.9 1.9l-3 3 5-5a1.3 1.3 0 0 1 1.9 1.9l-5 5 3.8-3.8a1.3 1.3 0 0 1 1.9 1.9l-6.2 6.2a5.4 5.4 0 0 1-7.7 0 5.4 5.4 0 0 1 0-7.7l1.9-3.4a1.3 1.3 0 0 1 1.9 1.9zM5 4l1.5 2M9.5 2.5l.3 2.5M2.5 8l2.4.6" />
  ),
  agree: (
    <path d="M7.5 11v9H4.5A1 1 0 0 1 3.5 19v-7a1 1 0 0 1 1-1zl3.7-7.3A2.2 2.2 0 0 1 13.5 5v4.5h5a2 2 0 0 1 2 2.3l-1.1 6.5A2 2 0 0 1 17.4 20H7.5" />
  ),
  disagree: (
    <path d="M7.5 13V4H4.5a1 1 0 0 0-1 1v7a1 1 0 0 0 1 1zl3.7 7.3A2.2 2.2 0 0 0 13.5 19v-4.5h5a2 2 0 0 0 2-2.3l-1.1-6.5A2 2 0 0 0 17.4 4H7.5" />
  ),
  swap: <path d="M4 8.5h14M14.5 5l3.5 3.5L14.5 12M20 15.5H6M9.5 12 6 15.5 9.5 19" />,
  sign: (
    <path d="M6.5 13V6.8a1.3 1.3 0 0 1 2.6 0v4M9.1 10.8V4.6a1.3 1.3 0 0 1 2.6 0v6.2M11.7 10.8V6.2a1.3 1.3 0 0 1 2.6 0v6.3l2.6-2.3a1.4 1.4 0 0 1 2 2L14.5 18a5.6 5.6 0 0 1-8-5zM18 4.5l2.2-1.2M19 7.5h2.3" />
  ),
  booth: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="1.5" />
      <path d="M3 13.5h18M12 5v8.5M8 19v-2.5M16 19v-2.5" />
    </>
  ),
  document: <path d="M6.5 3.5h7.5l4 4v13h-11.5zM14 3.5v4h4M9.5 12h5M9.5 15.5h5" />,
  speech: <path d="M4.5 4.5h15v11.5h-8l-4.5 4v-4h-2.5zM8 8.5h8M8 12h5" />,
  captions: <path d="M3.5 5.5h17v13h-17zM7 14.5h4M13.5 14.5H17M7 11h2M11.5 11H17" />,
  minutes: <path d="M5 4.5h14v15H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4" />,
  play: <path d="M8 5.5v13l10.5-6.5z" />,
  stop: <rect x="6.5" y="6.5" width="11" height="11" rx="1.5" />,
  pencil: <path d="m5 19 1-4.5L16 4.5l3.5 3.5-10 10zM14 6.5 17.5 10" />,
  search: <path d="M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5" />,
  slower: <path d="M12 5a8 8 0 1 1-7.6 5.5M4 4.5v6h6M12 9v4.2l2.8 1.8" />,
  phone: (
    <path d="M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z" />
  ),
  thanks: <path d="M12 20s-8-4.7-8-10.5A4.5 4.5 0 0 1 12 6.8a4.5 4.5 0 0 1 8 2.7C20 15.3 12 20 12 20z" />,
} satisfies Record<string, ReactElement>;

/** The name of an icon. */
export type IconName = keyof typeof shapes;

const directional: ReadonlySet<IconName> = new Set([
  "leave",
  "next",
  "previous",
  "send",
  "chat",
  "agenda",
  "speaker",
  "speakerOff",
]);

/** A decorative icon, 1.25em by default; what it means is said by the text or label beside it. */
export function Icon({ name, size = "1.375em" }: { name: IconName; size?: string }) {
  return (
    <svg
      className={directional.has(name) ? `${styles.icon} ${styles.directional}` : styles.icon}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
