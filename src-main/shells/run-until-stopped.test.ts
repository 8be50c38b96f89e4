import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { runUntilStopped } from "./run-until-stopped.ts";

describe("runUntilStopped", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"])("stops cleanly on %s, once", async (signal) => {
    const signals = new EventEmitter();
    const dispose = vi.fn(async () => undefined);
    const outcome = runUntilStopped({ dispose }, signals);
    expect(dispose).not.toHaveBeenCalled();
    signals.emit(signal);
    await expect(outcome).resolves.toBe("stopped");
    expect(dispose).toHaveBeenCalledOnce();
    expect(signals.listenerCount(signal)).toBe(0);
  });

  it("does not wait after a second signal", async () => {
    const signals = new EventEmitter();
    const outcome = runUntilStopped({ dispose: () => new Promise(() => undefined) }, signals);
    signals.emit("SIGINT");
    signals.emit("SIGINT");
    await expect(outcome).resolves.toBe("interrupted");
  });
});
