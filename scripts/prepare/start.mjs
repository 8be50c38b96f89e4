// Which shell opens the program: Electron where it runs, else the headless shell, with the reason in one sentence.
import { findElectron } from "./electron-binary.mjs";
import { nodeBinary } from "./node-binary.mjs";
import { callerDirectory, inRoot, Refusal, root, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";

/** What a dynamic linker answers when a program's libraries are missing. */
const CANNOT_RUN = 127;

/** Electron is there and yet would not open a window. */
const whyNoWindow = () => {
  if (process.platform !== "linux") return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return "this session has no display";
  if (process.getuid?.() === 0) return "Electron does not run as root";
  return undefined;
};

const chooseShell = async () => {
  const wish = process.env.SCHWABOT_SHELL || "auto";
  if (!["auto", "electron", "headless"].includes(wish)) {
    throw new Refusal(`SCHWABOT_SHELL is "${wish}": expected electron, headless or nothing.`);
  }
  if (wish === "headless") return { reason: undefined };
  const found = await findElectron({ retry: wish === "electron" });
  if ("reason" in found) return found;
  const reason = whyNoWindow();
  return reason === undefined ? found : { reason };
};

const startHeadless = (/** @type {readonly string[]} */ args, /** @type {string | undefined} */ reason) => {
  if (reason !== undefined)
    say(`Opening in the browser, because ${reason}. SCHWABOT_SHELL=headless chooses this without asking.`);
  return runForeground(nodeBinary(), [inRoot("out", "main", "headless.js"), ...args], { cwd: callerDirectory() });
};

export const start = async (/** @type {readonly string[]} */ args) => {
  const shell = await chooseShell();
  if (!("binary" in shell)) return startHeadless(args, shell.reason);
  const code = await runForeground(shell.binary, [root, ...args], { cwd: callerDirectory() });
  return code === CANNOT_RUN ? startHeadless(args, "Electron lacks system libraries (named above)") : code;
};
