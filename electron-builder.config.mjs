// What goes into the installable program, and how is it hardened?
import { LINUX_EXECUTABLE, setFuses } from "./scripts/package/fuses.mjs";

/** @type {import("electron-builder").Configuration} */
const config = {
  appId: "app.schwabot.desktop",
  productName: "Schwabot",
  copyright: "Copyright © 2026 the Schwabot authors",
  directories: { output: "dist", buildResources: "resources" },
  files: [
    "out/**",
    "!out/**/*.map",
    "!out/.build-stamp",
    "package.json",
    "resources/third-party.txt",
    // The pinned Node is for checkouts; the program brings Electron's own.
    "!node_modules/node-*/**",
    "!node_modules/better-sqlite3/{deps,src,build}/**",
    "!node_modules/better-sqlite3/binding.gyp",
    // The SQLite driver carries a binary per platform; only the target's own is packed.
    "!node_modules/better-sqlite3/prebuilds/*",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the builder fills these in, not the language
    "node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node",
    // So does the keychain driver. The headers it names as a dependency only serve to compile it.
    "!node_modules/keytar/{script,src}/**",
    "!node_modules/keytar/binding.gyp",
    "!node_modules/keytar/prebuilds/*",
    "!node_modules/node-addon-api/**",
    // Of the solver, the module that is imported and its WebAssembly file.
    "!node_modules/highs/build/highs.js",
    "!node_modules/highs/types.d.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the builder fills these in, not the language
    "node_modules/keytar/prebuilds/${platform}-${arch}/keytar.node",
  ],
  asar: true,
  asarUnpack: ["node_modules/better-sqlite3/prebuilds/**", "node_modules/keytar/prebuilds/**"],
  // Prebuilt drivers are used as they are; nothing is compiled on the packaging machine.
  npmRebuild: false,
  afterPack: setFuses,
  publish: null,
  linux: {
    target: ["AppImage"],
    category: "Office;Finance",
    executableName: LINUX_EXECUTABLE,
    icon: "window/icon.png",
  },
  mac: {
    target: ["dmg", "zip"],
    category: "public.app-category.finance",
    icon: "window/icon.png",
    hardenedRuntime: true,
    entitlements: "resources/entitlements.mac.plist",
    entitlementsInherit: "resources/entitlements.mac.plist",
  },
  win: { target: ["nsis"], icon: "window/icon.png" },
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: false },
};

export default config;
