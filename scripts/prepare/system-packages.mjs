// Which system programs do the tests need, and can they be had? Installed where apt and root are there, else named.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { Refusal, say } from "./paths.mjs";
import { runForeground } from "./spawn.mjs";

const onPath = (/** @type {readonly string[]} */ names) =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));

/** A system's Chromium; elsewhere Playwright's own is used. */
export const systemChromium = () => onPath(["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]);

const hasLibrary = (/** @type {string} */ name) =>
  [
    "/usr/lib",
    "/lib",
    "/usr/lib64",
    "/lib64",
    `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`,
  ].some((folder) => existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(name)));

/** @type {readonly { debian: string, isThere: () => boolean }[]} */
const NEEDED_BY_TESTS = [
  { debian: "chromium", isThere: () => systemChromium() !== undefined },
  { debian: "dbus", isThere: () => onPath(["dbus-run-session"]) !== undefined },
  { debian: "gnome-keyring", isThere: () => onPath(["gnome-keyring-daemon"]) !== undefined },
  { debian: "libsecret-1-0", isThere: () => hasLibrary("libsecret-1.so.0") },
];

const missing = () => NEEDED_BY_TESTS.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);

const hasApt = () => process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;

const install = async (/** @type {readonly string[]} */ packages) => {
  say(`Installing system packages: ${packages.join(" ")}…`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: /** @type {import("node:child_process").StdioOptions} */ (["ignore", "ignore", 2]),
  };
  await runForeground("apt-get", ["update", "-qq"], options);
  await runForeground("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options);
};

/** macOS and Windows bring their own keychain, and their Chromium comes from Playwright. */
export const ensureTestPackages = async () => {
  if (process.platform !== "linux") return;
  const before = missing();
  if (before.length === 0) return;
  if (hasApt()) await install(before);
  const after = missing();
  if (after.length === 0) return;
  throw new Refusal(
    `The tests need system packages that are not here; install them (Debian: \`sudo apt-get install ${after.join(" ")}\`) and run npm test again.`,
  );
};
