import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { logInWithHash, readSecret, tellSession } from "./session.ts";

const CODE = "c".repeat(43);
const respond = (status: number, body: unknown = {}) =>
  vi.fn(async () => new Response(JSON.stringify(body), { status }));

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("logInWithHash", () => {
  it("swaps the code for the tab's secret and takes it out of the address", async () => {
    const fetch = respond(200, { secret: "s3cret" });
    vi.stubGlobal("fetch", fetch);
    location.hash = `#code=${CODE}`;
    const running = logInWithHash();
    expect(location.hash).toBe("");
    await running;
    expect(fetch).toHaveBeenCalledExactlyOnceWith("/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code: CODE }),
      credentials: "same-origin",
    });
    expect(readSecret()).toBe("s3cret");
  });

  it("leaves an earlier log-in as it is where the code is refused", async () => {
    sessionStorage.setItem("schwabot.secret", "earlier");
    vi.stubGlobal("fetch", respond(401));
    location.hash = `#code=${CODE}`;
    await logInWithHash();
    expect(readSecret()).toBe("earlier");
    expect(location.hash).toBe("");
  });

  it.each(["", "#/markets", "#code=", "#code=short", `#code=${CODE}&x=1`, `#code=<script>${CODE}`])(
    "asks nobody about the address %j",
    async (hash) => {
      const fetch = respond(200, { secret: "x" });
      vi.stubGlobal("fetch", fetch);
      location.hash = hash;
      await logInWithHash();
      expect(fetch).not.toHaveBeenCalled();
      expect(readSecret()).toBeNull();
    },
  );

  it.each([[{}], [{ secret: 1 }], [null], ["s"]])("keeps nothing of the answer %j", async (body) => {
    vi.stubGlobal("fetch", respond(200, body));
    location.hash = `#code=${CODE}`;
    await logInWithHash();
    expect(readSecret()).toBeNull();
  });
});

describe("tellSession", () => {
  it.each([
    [200, "open"],
    [401, "over"],
    [500, "unknown"],
  ] as const)("reads %i as %s", async (status, expected) => {
    const fetch = respond(status);
    vi.stubGlobal("fetch", fetch);
    await expect(tellSession("s3cret")).resolves.toBe(expected);
    expect(fetch).toHaveBeenCalledExactlyOnceWith("/session", {
      headers: { "x-schwabot-secret": "s3cret" },
      credentials: "same-origin",
    });
  });

  it("does not take silence for a refusal", async () => {
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("failed to fetch")));
    await expect(tellSession("s3cret")).resolves.toBe("unknown");
  });
});
