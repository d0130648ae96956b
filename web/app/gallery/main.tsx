import { createRoot } from "react-dom/client";
import { Localised } from "../App";
import "../design/tokens.css";
import "../design/base.css";
import { isLocale } from "../i18n/locales";
import { createPreferences } from "../preferences";
import { scenes } from "./scenes";

// Every screen in every state, without a server: ?scene=NAME&locale=es&theme=dark. For people who work on the views
// and for e2e/screens.mjs; it is not part of the product's build.

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
const query = new URLSearchParams(location.search);
const scene = scenes[query.get("scene") ?? ""];
const locale = query.get("locale") ?? "en";
const theme = query.get("theme");

const preferences = createPreferences(undefined, isLocale(locale) ? [locale] : ["en"]);
if (theme === "light" || theme === "dark") preferences.set({ theme });
Object.assign(window, { scenes: Object.keys(scenes) });

createRoot(root).render(
  scene ? (
    <Localised preferences={preferences}>{scene()}</Localised>
  ) : (
    <main>
      <h1>Gallery</h1>
      <ul>
        {Object.keys(scenes).map((name) => (
          <li key={name}>
            <a href={`?scene=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </main>
  ),
);
