import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { riskLimitsSchema } from "#shared/domain/policy.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { computeLossBase, computeLosses, type LossBase } from "./compute-losses.ts";
import { LossBreakerService } from "./loss-breaker-service.ts";
import type { TradingStatus } from "./risk-engine.ts";

const MIDNIGHT = 1_767_571_200_000;
const text = (value: number) => Decimal.parse(String(value)).toString();

function built() {
  const changes = new Topic<TradingStatus>();
  const risk = {
    trading: { state: "active", reason: null, since: null } as TradingStatus,
    changes,
    halts: [] as string[],
    async halt({ code }: { readonly code: string }) {
      risk.halts.push(code);
      risk.set("halted", unixMs(MIDNIGHT));
    },
    set(state: TradingStatus["state"], since: UnixMs) {
      risk.trading = { state, reason: null, since };
      changes.publish(risk.trading);
    },
  };
  const breaker = new LossBreakerService({ risk, limits: () => riskLimitsSchema.parse({}), logger: silentLogger });
  const look = async (atMs: number, totalPnl: number, netInvested = 10_000, state: "live" | "stale" = "live") => {
    const point = { ts: unixMs(MIDNIGHT + atMs), state, totalPnl: text(totalPnl), netInvested: text(netInvested) };
    breaker.look(point);
    await flushAsync();
  };
  const shares = () => [breaker.losses.dayLoss.toString(), breaker.losses.drawdown.toString()];
  return { risk, breaker, look, shares };
}

describe("losses", () => {
  it("are shares of what there was, free of deposits, and never under 0 or over 1", () => {
    const pnl = fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(pnl, fc.integer({ min: 0, max: 50_000 }), (gains, invested) => {
        let base: LossBase | null = null;
        for (const [at, gain] of gains.entries()) {
          const point = {
            ts: unixMs(MIDNIGHT + (at * DAY_MS) / 4),
            totalPnl: Decimal.fromInteger(gain),
            netInvested: Decimal.fromInteger(invested),
          };
          base = computeLossBase(base, point);
          const { dayLoss, drawdown } = computeLosses(base, point);
          const peak = Math.max(...gains.slice(0, at + 1));
          const today = gains[at - (at % 4)] ?? 0;
          for (const [share, from] of [
            [dayLoss, today],
            [drawdown, peak],
          ] as const) {
            const whole = invested + from;
            const expected = from <= gain ? 0 : whole <= 0 ? 1 : Math.min(1, (from - gain) / whole);
            expect(Math.abs(Number(share.toString()) - expected)).toBeLessThan(1e-9);
          }
        }
      }),
    );
  });
});

describe("the breaker", () => {
  it("halts at 4 % lost in a day, counted from midnight UTC", async () => {
    const { risk, look, shares } = built();
    await look(0, 0);
    await look(DAY_MS - 1, -390);
    expect(risk.halts).toEqual([]);
    await look(DAY_MS, -400);
    expect(shares()).toEqual(["0", "0.04"]);
    await look(DAY_MS + 1, -783.9);
    expect(risk.halts).toEqual([]);
    await look(DAY_MS + 2, -784);
    expect([risk.halts, shares()[0]]).toEqual([["DAY_LOSS"], "0.04"]);
  });

  it("halts at 12 % under the high, which slow days reach as well", async () => {
    const { risk, look } = built();
    await look(0, 2_000);
    for (const [day, gain] of [1_700, 1_400, 1_100, 800].entries()) await look((day + 1) * DAY_MS, gain);
    expect(risk.halts).toEqual([]);
    await look(5 * DAY_MS, 560);
    expect(risk.halts).toEqual(["DRAWDOWN"]);
  });

  it("does nothing for a deposit, a withdrawal, or a value in doubt", async () => {
    const { risk, look, shares } = built();
    await look(0, 100, 10_000);
    await look(1, 100, 2_000);
    await look(2, 100, 50_000);
    await look(3, -5_000, 10_000, "stale");
    expect([risk.halts, shares()]).toEqual([[], ["0", "0"]]);
  });

  it("does nothing where the books are set right, and counts on from there", async () => {
    const { risk, look, shares } = built();
    await look(0, 0, 10_000);
    // The history of an account comes in: what it holds had cost more.
    await look(1, -3_000, 13_000);
    expect([risk.halts, shares()]).toEqual([[], ["0", "0"]]);
    await look(2, -3_399, 13_000);
    expect(risk.halts).toEqual([]);
    await look(3, -3_400, 13_000);
    expect([risk.halts, shares()]).toEqual([["DAY_LOSS"], ["0.04", "0.04"]]);
  });

  it("counts anew from an arming, also one that an earlier run saw", async () => {
    const { risk, breaker, look, shares } = built();
    await look(0, 0);
    await look(1, -400);
    expect(risk.halts).toEqual(["DAY_LOSS"]);
    risk.set("active", unixMs(MIDNIGHT + 2));
    expect(shares()).toEqual(["0", "0"]);
    await look(3, -400);
    await look(4, -700);
    expect(risk.halts).toEqual(["DAY_LOSS"]);
    await look(5, -784);
    expect(risk.halts).toEqual(["DAY_LOSS", "DAY_LOSS"]);
    const record = (atMs: number, gain: number, reason: Snapshot["reason"]) =>
      ({ ts: unixMs(MIDNIGHT + atMs), reason, totalPnl: text(gain), netInvested: text(10_000) }) as Snapshot;
    risk.set("active", unixMs(MIDNIGHT + 10));
    breaker.recall([record(9, 9_000, "interval"), record(11, 8_000, "history"), record(12, 100, "interval")]);
    expect(shares()).toEqual(["0", "0"]);
    await look(13, 0);
    expect(shares()[1]).toBe(Decimal.parse("100").div(Decimal.parse("10100"), 12, "up").toString());
  });

  it("counts from all that an earlier run recorded where nobody ever armed the profile", async () => {
    const { risk, breaker, look } = built();
    const record = (atMs: number, gain: number) =>
      ({
        ts: unixMs(MIDNIGHT + atMs),
        reason: "interval",
        totalPnl: text(gain),
        netInvested: text(10_000),
      }) as Snapshot;
    breaker.recall([record(1, 0), record(2, 100)]);
    await look(3, -400);
    expect(risk.halts).toEqual(["DAY_LOSS"]);
  });
});
