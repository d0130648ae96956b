import { i18n } from "@lingui/core";

/** Languages of the interface. */
export const locales = ["es", "en", "fr", "ar"] as const;
export type Locale = (typeof locales)[number];

/** Their names in themselves, as one looks for one's own. */
export const localeNames: Readonly<Record<Locale, string>> = {
  es: "Español",
  en: "English",
  fr: "Français",
  ar: "العربية",
};

export function isLocale(text: unknown): text is Locale {
  return (locales as readonly unknown[]).includes(text);
}

/** The first wanted language that there is ("fr-CA" finds "fr"), else English. */
export function chooseLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split("-")[0];
    if (isLocale(language)) return language;
  }
  return "en";
}

function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

const catalogs = {
  es: () => import("../locales/es/messages.po"),
  en: () => import("../locales/en/messages.po"),
  fr: () => import("../locales/fr/messages.po"),
  ar: () => import("../locales/ar/messages.po"),
} as const;

/** Loads a language, switches to it, and tells the document (lang, dir). */
export async function activateLocale(locale: Locale): Promise<void> {
  const { messages } = await catalogs[locale]();
  i18n.loadAndActivate({ locale, messages });
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}
