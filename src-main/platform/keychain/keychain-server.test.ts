// Does the keychain's process prove what it says, and say why it cannot?
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemOf } from "./keychain-problem.ts";
import { answerKeychainRequest, type KeychainDriver } from "./keychain-server.ts";
import { whyNotLoaded } from "./load-keytar.ts";
import type { KeychainRequest } from "./protocol.ts";

function memoryDriver(changes: Partial<KeychainDriver> = {}) {
  const items = new Map<string, string>();
  const key = (service: string, account: string): string => `${service}|${account}`;
  const driver: KeychainDriver = {
    getPassword: async (service, account) => items.get(key(service, account)) ?? null,
    setPassword: async (service, account, password) => void items.set(key(service, account), password),
    deletePassword: async (service, account) => items.delete(key(service, account)),
    ...changes,
  };
  return { items, ask: (request: unknown) => answerKeychainRequest(request, async () => driver) };
}

const base = { id: 7, service: "s" };
const write: KeychainRequest = { ...base, kind: "write", account: "a", value: "dmFsdWU=" };
const read: KeychainRequest = { ...base, kind: "read", account: "a" };
const remove: KeychainRequest = { ...base, kind: "remove", account: "a" };
/** libsecret's way with a locked collection: writing fails, reading finds nothing, deleting does nothing. */
const locked: Partial<KeychainDriver> = {
  setPassword: async () => Promise.reject(new Error("Cannot create an item in a locked collection")),
  getPassword: async () => null,
  deletePassword: async () => false,
};

describe("answerKeychainRequest", () => {
  it("writes, reads, removes, and leaves no canary behind", async () => {
    const { items, ask } = memoryDriver();
    expect(await ask(write)).toEqual({ id: 7, ok: true, value: null });
    expect(await ask(read)).toEqual({ id: 7, ok: true, value: "dmFsdWU=" });
    expect(await ask({ ...base, kind: "probe" })).toEqual({ id: 7, ok: true, value: null });
    expect(await ask(remove)).toEqual({ id: 7, ok: true, value: null });
    expect(await ask(remove)).toEqual({ id: 7, ok: true, value: null });
    expect(await ask(read)).toEqual({ id: 7, ok: true, value: null });
    expect(items.size).toBe(0);
  });

  it.each([[write], [read], [remove], [{ ...base, kind: "probe" }]])(
    "does not take a locked keychain's silence for 'nothing there': %j",
    async (request) => {
      const { ask } = memoryDriver(locked);
      expect(await ask(request)).toEqual({ id: 7, ok: false, problem: "locked", detail: null });
    },
  );

  it("tells a value that came back otherwise, and an item that stays", async () => {
    const cut = memoryDriver({ getPassword: async () => "dmFs" });
    expect(await cut.ask(write)).toMatchObject({ ok: false, problem: "mismatch" });
    const stuck = memoryDriver({ deletePassword: async () => false });
    await stuck.ask(write);
    expect(await stuck.ask(remove)).toMatchObject({ ok: false, problem: "denied" });
  });

  it("says what an unknown error says, never with the value in it", async () => {
    const failing = (text: string) =>
      memoryDriver({ setPassword: async () => Promise.reject(new Error(text)) }).ask(write);
    expect(await failing("The stub received bad data")).toMatchObject({
      problem: "other",
      detail: "The stub received bad data",
    });
    expect(await failing(`cannot store dmFsdWU= anywhere`)).toMatchObject({ problem: "other", detail: null });
    expect(await failing("x".repeat(500))).toMatchObject({ detail: "x".repeat(200) });
  });

  it.each([[null], ["read"], [{}], [{ ...read, kind: "list" }], [{ ...read, account: "" }], [{ ...read, extra: 1 }]])(
    "does not answer %j",
    async (message) => {
      expect(await memoryDriver().ask(message)).toBeNull();
    },
  );
});

describe("problemOf", () => {
  it.each([
    ["Cannot autolaunch D-Bus without X11 $DISPLAY", "noBus"],
    ["Address element “/dev/null” does not contain a colon (:)", "noBus"],
    ["Unknown or unsupported transport “disabled” for address “disabled:”", "noBus"],
    ["The given address is empty", "noBus"],
    ["Could not connect: No such file or directory", "deadBus"],
    ["Could not connect: Connection refused", "deadBus"],
    ["The connection is closed", "deadBus"],
    ["Cannot create an item in a locked collection", "locked"],
    ["The name org.freedesktop.secrets was not provided by any .service files", "noService"],
    ["User interaction is not allowed.", "locked"],
    ["The user name or passphrase you entered is not correct, access denied", "denied"],
    ["Prompt dismissed", "denied"],
    ["something new", "other"],
  ])("%s: %s", (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});

describe("a driver that cannot be loaded", () => {
  const driver = `keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`;

  it("is explained: there is none for this system", () => {
    expect(whyNotLoaded("keytar/prebuilds/plan9-mips/keytar.node")?.problem).toBe("unsupported");
    expect(whyNotLoaded(driver)).toBeNull();
  });

  it.runIf(process.platform === "linux")("is explained: libsecret is missing", () => {
    const folder = mkdtempSync(join(tmpdir(), "keytar-"));
    try {
      const copy = join(folder, "keytar.node");
      copyFileSync(createRequire(import.meta.url).resolve(driver), copy);
      const patched = readFileSync(copy).toString("latin1").replaceAll("libsecret-1.so.0", "libsecret-9.so.0");
      writeFileSync(copy, patched, "latin1");
      expect(whyNotLoaded(copy)).toMatchObject({ problem: "missingLibrary", absent: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
