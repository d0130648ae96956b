import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

// The source language is English; `npm run i18n:extract` adds what is new to every catalog.
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "es", "fr", "ar"],
  catalogs: [
    {
      path: "<rootDir>/app/locales/{locale}/messages",
      include: ["app"],
      exclude: ["app/gallery/**", "**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: "message",
});
