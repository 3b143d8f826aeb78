import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { notices } from "./scripts/notices";

// The dev server hands data requests on to a running `daylight serve`; the built page asks its own server only.
const server = process.env.DAYLIGHT_SERVER ?? "http://127.0.0.1:7878";

export default defineConfig({
  plugins: [svelte(), notices()],
  build: {
    target: "es2022",
    // The policy of the server forbids inline scripts and styles, and data: addresses of scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    cssCodeSplit: true,
    reportCompressedSize: false,
    manifest: true,
  },
  server: { port: 5199, proxy: { "/api": { target: server, changeOrigin: true } } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
} as import("vite").UserConfig & { test: unknown });
