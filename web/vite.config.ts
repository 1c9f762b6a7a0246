import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where the api listens while the pages are served by `npm run dev`. */
const api = process.env.INCAMERA_API ?? "http://localhost:8000";
/** Where the origin listens: what the public sees comes from there. */
const origin = process.env.INCAMERA_ORIGIN ?? "http://127.0.0.1:8001";
const proxy = { "/api": { target: api, changeOrigin: false }, "/live": { target: origin, changeOrigin: false } };

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../.incamera/web",
    emptyOutDir: true,
    target: "es2023",
    // Browsers that know light-dark(): written out for older ones, the choice would be made once for the whole page,
    // and the room, which is always dark, would get the page's light inks.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Nothing may become a data: address or an inline script: the content security policy refuses both.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy },
  preview: { proxy },
});
