import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { parseRoute } from "../client/index.ts";
import { App, openScreen } from "./App";
import "./design/tokens.css";
import "./design/base.css";
import { createPreferences } from "./preferences";

/** The browser's storage, where it allows one. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

// React Aria would add a style element, which the content security policy refuses, unless one of this name is there;
// its rule is in base.css.
const reserved = document.createElement("meta");
reserved.id = "react-aria-pressable-style";
document.head.append(reserved);

const kept = storage();
const preferences = createPreferences(kept, navigator.languages);
const screen = openScreen(parseRoute(location.pathname, location.hash), kept);
// Another link pasted into the same tab changes only the fragment: everything is made anew.
window.addEventListener("hashchange", () => location.reload());

createRoot(root).render(
  <StrictMode>
    <App preferences={preferences} screen={screen} />
  </StrictMode>,
);
