import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "#testing/manual-clock.ts";
import { SESSION_RULES, SessionKeeper } from "./session-token.ts";

let clock: ManualClock;
let keeper: SessionKeeper;
beforeEach(() => {
  clock = new ManualClock();
  keeper = new SessionKeeper(clock);
});

function open(cookie?: string): { readonly cookie: string; readonly secret: string } {
  const redemption = keeper.redeem(keeper.issueCode(), cookie);
  if (redemption.kind !== "ok") throw new Error(redemption.kind);
  return redemption;
}

describe("codes", () => {
  it("hold 256 bits and work once", () => {
    const code = keeper.issueCode();
    expect(code).toMatch(/^[\w-]{43}$/);
    expect(keeper.redeem(code, undefined).kind).toBe("ok");
    expect(keeper.redeem(code, undefined).kind).toBe("refused");
  });

  it("end after 60 s, to the millisecond", async () => {
    const early = keeper.issueCode();
    await clock.advance(SESSION_RULES.codeLifeMs - 1);
    expect(keeper.redeem(early, undefined).kind).toBe("ok");
    const late = keeper.issueCode();
    await clock.advance(SESSION_RULES.codeLifeMs);
    expect(keeper.redeem(late, undefined).kind).toBe("refused");
  });

  it("stay good while the next one is written, but no more than two at once", () => {
    const [first, second, third] = [keeper.issueCode(), keeper.issueCode(), keeper.issueCode()];
    expect(keeper.redeem(first, undefined).kind).toBe("refused");
    expect(keeper.redeem(second, undefined).kind).toBe("ok");
    expect(keeper.redeem(third, undefined).kind).toBe("ok");
  });

  it.each(["", "x", "é", "a".repeat(43), "\u0000"])("are not %j", (guess) => {
    keeper.issueCode();
    expect(keeper.redeem(guess, undefined).kind).toBe("refused");
  });
});

describe("the lock", () => {
  it("closes after five wrong codes for 60 s, also for the right one, and a new code does not lift it", async () => {
    for (let guess = 0; guess < 5; guess += 1) expect(keeper.redeem(`${guess}`, undefined).kind).toBe("refused");
    const code = keeper.issueCode();
    expect(keeper.redeem(code, undefined)).toEqual({ kind: "locked", leftMs: SESSION_RULES.lockMs });
    await clock.advance(SESSION_RULES.lockMs - 1);
    expect(keeper.redeem(code, undefined)).toEqual({ kind: "locked", leftMs: 1 });
    await clock.advance(1);
    expect(keeper.redeem(keeper.issueCode(), undefined).kind).toBe("ok");
  });

  it("forgets wrong codes after a right one", () => {
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) keeper.redeem("wrong", undefined);
      expect(keeper.redeem(keeper.issueCode(), undefined).kind).toBe("ok");
    }
  });
});

describe("sessions", () => {
  it("need cookie and secret of the same session", () => {
    const a = open();
    const b = open();
    expect(keeper.check(a.cookie, a.secret)).not.toBeNull();
    expect(keeper.check(a.cookie, b.secret)).toBeNull();
    expect(keeper.check(b.cookie, a.secret)).toBeNull();
    expect(keeper.check(undefined, a.secret)).toBeNull();
    expect(keeper.check(a.cookie, undefined)).toBeNull();
    expect(keeper.check(a.secret, a.cookie)).toBeNull();
  });

  it("end after 12 hours, however much they are used, and a tab that joins does not prolong them", async () => {
    const first = open();
    await clock.advance(SESSION_RULES.sessionLifeMs - 1_000);
    const second = open(first.cookie);
    expect(second.cookie).toBe(first.cookie);
    expect(keeper.check(second.cookie, second.secret)).toEqual({ leftMs: 1_000 });
    await clock.advance(1_000);
    expect(keeper.check(first.cookie, first.secret)).toBeNull();
    expect(keeper.check(second.cookie, second.secret)).toBeNull();
    expect(open(first.cookie).cookie).not.toBe(first.cookie);
  });

  it("are 16 with 16 tabs each; the oldest goes", () => {
    const sessions = Array.from({ length: 17 }, () => open());
    expect(keeper.check(sessions[0]?.cookie, sessions[0]?.secret)).toBeNull();
    const tabs = Array.from({ length: 16 }, () => open(sessions[16]?.cookie));
    expect(keeper.check(sessions[16]?.cookie, sessions[16]?.secret)).toBeNull();
    for (const tab of tabs) expect(keeper.check(tab.cookie, tab.secret)).not.toBeNull();
  });
});
