import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { createFileLogger, type FileLoggerOptions } from "./file-logger.ts";
import { SecretScrubber } from "./redact.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (options: Partial<FileLoggerOptions> = {}) =>
  createFileLogger({
    path: join(folder, "logs", "schwabot.log"),
    clock: { now: () => unixMs(1_700_000_000_000) },
    scrubber: new SecretScrubber(),
    ...options,
  });
const read = (name = "schwabot.log") => readFileSync(join(folder, "logs", name), "utf8");

describe("createFileLogger", () => {
  it("writes one JSON object per line, with child fields and the injected time", () => {
    const log = open();
    log.logger.child({ area: "feed" }).warn("Late price", { symbol: "BTC/USD", ageMs: 5_200 });
    log.logger.debug("not at this level");
    log.close();
    const lines = read().trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: "warn",
        time: "2023-11-14T22:13:20.000Z",
        area: "feed",
        symbol: "BTC/USD",
        ageMs: 5_200,
        msg: "Late price",
      },
    ]);
  });

  it("lets no planted secret through: nested field, message text, error message, error field, child field, array", () => {
    const scrubber = new SecretScrubber();
    const secret = "planted-Secret-0123456789";
    scrubber.register(secret);
    const log = open({ scrubber });
    log.logger.child({ token: secret }).info(`text ${secret}`, { a: { b: { c: { d: { apiSecret: secret } } } } });
    log.logger.error("failed", { error: Object.assign(new Error(`bad ${secret}`), { detail: { key: secret } }) });
    log.logger.info("list", { items: [secret, `x${secret}y`], url: `https://x/?s=${encodeURIComponent(secret)}` });
    log.logger.info(Buffer.from(secret).toString("base64"));
    log.close();
    const text = read();
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString("base64"));
    expect(text.trimEnd().split("\n")).toHaveLength(4);
    for (const line of text.trimEnd().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  });

  it("keeps at most five files of bounded size, private to the user", () => {
    const log = open({ maxBytes: 1_000 });
    for (let i = 0; i < 100; i += 1) log.logger.info("x".repeat(100), { i });
    log.close();
    const names = readdirSync(join(folder, "logs")).sort();
    expect(names).toEqual(["schwabot.log", ...[1, 2, 3, 4].map((age) => `schwabot.log.${age}`)]);
    for (const name of names) {
      expect(statSync(join(folder, "logs", name)).size).toBeLessThanOrEqual(1_000);
      expect(statSync(join(folder, "logs", name)).mode & 0o077).toBe(0);
    }
    expect(read()).toContain('"i":99');
  });

  it("appends after a restart", () => {
    for (const run of [1, 2]) {
      const log = open();
      log.logger.info(`run ${run}`);
      log.close();
    }
    expect(read().trimEnd().split("\n")).toHaveLength(2);
  });

  it("says once that it cannot write, and goes on", () => {
    writeFileSync(join(folder, "logs"), "a file where the folder should be");
    const onFailure = vi.fn();
    const log = open({ onFailure });
    log.logger.info("one");
    log.logger.info("two");
    log.close();
    expect(onFailure).toHaveBeenCalledOnce();
  });
});
