import { lingui } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server that `npm run dev` passes API, WebSocket and WHIP/WHEP requests on to.
const server = process.env["CUMBRE_DEV_SERVER"] ?? "http://localhost:8080";

// Everything is a file of our own origin: the server's CSP is script-src 'self', without inline scripts, data:
// scripts or blob: workers.
export default defineConfig({
  plugins: [
    react(),
    babel({ include: /\/app\/.*\.tsx?$/, plugins: ["@lingui/babel-plugin-lingui-macro"] }),
    lingui(),
  ],
  build: {
    outDir: "dist",
    // dist/.gitkeep stays, so that the Go package that embeds dist always builds.
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome120", "firefox128", "safari17.4"],
    sourcemap: false,
    rolldownOptions: {
      // What changes seldom apart from what changes often: an update does not load React anew. pdf.js is loaded when it is needed.
      output: { codeSplitting: { groups: [{ name: "vendor", test: /node_modules\/(?!pdfjs-dist)/ }] } },
    },
  },
  // As modules in development, too: an audio worklet has no importScripts.
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/whip": server,
      "/whep": server,
      "/problems": server,
    },
  },
  test: {
    include: ["client/**/*.test.ts", "app/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
    // A machine that builds and runs browsers beside the tests is slow, not broken.
    testTimeout: 20_000,
  },
});
