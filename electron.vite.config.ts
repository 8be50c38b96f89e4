// How do the sources become out/: the shells and workers (ESM), one preload file (CJS), the window?
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { ccxtInTwo } from "./scripts/bundle/ccxt-in-two.ts";

const at = (file: string): string => path.resolve(import.meta.dirname, file);

// Set by hand: electron-vite's own table ends before this Electron. See node_modules/electron's release notes.
const NODE_TARGET = "node24.18";
const CHROME_TARGET = "chrome152";

export default defineConfig({
  main: {
    plugins: [ccxtInTwo()],
    build: {
      target: NODE_TARGET,
      sourcemap: "hidden",
      // Four packages stay outside the bundles: two native drivers, the solver with its WebAssembly file, and the runtime itself.
      externalizeDeps: false,
      rolldownOptions: {
        external: ["better-sqlite3", "highs", "keytar", /^electron($|\/)/],
        input: {
          electron: at("src-main/shells/electron/main.ts"),
          headless: at("src-main/shells/headless/main.ts"),
          cli: at("src-main/shells/cli/main.ts"),
          "worker-storage": at("src-main/workers/storage/main.ts"),
          "worker-keychain": at("src-main/workers/keychain/main.ts"),
          "worker-solver": at("src-main/workers/solver/main.ts"),
          "worker-strategies": at("src-main/workers/strategies/main.ts"),
        },
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      // A sandboxed preload can load one file and `electron`, nothing else.
      externalizeDeps: false,
      rolldownOptions: {
        external: ["electron"],
        input: { preload: at("src-main/shells/electron/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at("src-renderer"),
    publicDir: at("resources/window"),
    plugins: [react()],
    build: {
      target: CHROME_TARGET,
      outDir: at("out/renderer"),
      minify: true,
      sourcemap: "hidden",
      // Files, not data: addresses, so that the content security policy can stay at 'self'.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: at("src-renderer/index.html") },
    },
  },
});
