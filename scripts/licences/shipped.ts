// Which packages reach the person's machine, and why each? Everything else serves building and testing only.

export const SHIPPED: Readonly<Record<string, string>> = {
  "@fontsource-variable/inter":
    "interface typeface with tabular figures, served from the program, never from a network",
  "@fontsource-variable/jetbrains-mono": "typeface for hashes and ids, told apart letter by letter",
  "@noble/hashes": "SHA-256 that works in every environment and at once, for plan hashes and identities",
  "@orpc/client": "the window's end of the contract, over MessagePort and WebSocket",
  "@orpc/contract": "the contract itself: schemas in, schemas out, typed errors",
  "@orpc/server": "the engine's end of the contract",
  "@tanstack/react-table": "sorting and columns of tables, without a look of its own",
  "@tanstack/react-virtual": "long tables draw only the rows in view",
  "better-sqlite3": "journal, ledger and market data in one crash-proof file each",
  canonicalize: "canonical JSON (RFC 8785), so that a hash means the same everywhere",
  ccxt: "speaks to every exchange: signing, endpoints, fields; its clients of single exchanges are bundled by name",
  cmdk: "command palette with keyboard and screen-reader behaviour done right",
  commander: "command line parsing with errors and help people know",
  electron: "the desktop shell",
  keytar: "the system's keychain on every platform: keys are kept where passwords are",
  "lightweight-charts": "candlesticks and equity curves at frame rate",
  pino: "JSON log lines, cheap when nobody reads them",
  "radix-ui": "dialogs, menus and tabs that keyboards and screen readers can use",
  react: "the window",
  "react-dom": "the window",
  ws: "WebSocket server of the headless shell",
  yaml: "reads and writes configuration files",
  zod: "checks everything that enters",
  zustand: "state of the window outside React",
};
