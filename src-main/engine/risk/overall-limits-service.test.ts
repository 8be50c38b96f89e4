import { describe, expect, it } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Portfolio, Snapshot } from "#shared/domain/portfolio.ts";
import { type Settings, settingsSchema } from "#shared/domain/settings.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { OverallLimitsService, type WatchedRuntime } from "./overall-limits-service.ts";
import type { TradingStatus } from "./risk-engine.ts";

const MIDNIGHT = 1_767_571_200_000;
const at = (ms: number) => unixMs(MIDNIGHT + ms);
const text = (value: number) => Decimal.parse(String(value)).toString();

type Mode = WatchedRuntime["profile"]["mode"];

class Runtime {
  readonly profile;
  readonly portfolio;
  readonly risk;
  readonly #changes = new Topic<Portfolio>();
  #read = { ts: at(0), state: "unresolved", totalPnl: null, totalValue: null, positions: [] } as unknown as Portfolio;

  constructor(name: string, currency: string, mode: Mode) {
    this.profile = { id: name.toLowerCase() as ProfileId, name, currency: currency as Asset, mode };
    this.portfolio = { read: () => this.#read, changes: this.#changes };
    const changes = new Topic<TradingStatus>();
    const risk = {
      trading: { state: "active", reason: null, since: null } as TradingStatus,
      changes,
      halts: [] as string[],
      async halt(reason: { readonly code: string; readonly message: string }) {
        risk.halts.push(reason.code);
        risk.set("halted", at(0), reason);
      },
      set(state: TradingStatus["state"], since: UnixMs, reason: TradingStatus["reason"] = null) {
        risk.trading = { state, reason, since };
        changes.publish(risk.trading);
      },
    };
    this.risk = risk;
  }

  /** Its gain is this now. */
  async gain(ms: number, totalPnl: number, netInvested = 10_000, state: Portfolio["state"] = "live"): Promise<void> {
    const money = {
      totalPnl: text(totalPnl),
      netInvested: text(netInvested),
      totalValue: text(netInvested + totalPnl),
    };
    this.#read = { ...this.#read, ts: at(ms), state, ...money };
    this.#changes.publish(this.#read);
    await flushAsync();
  }

  holds(values: Record<string, string | null>): void {
    const positions = Object.entries(values).map(([asset, value]) => ({ asset, value, isCash: asset === "USD" }));
    const totalValue = Decimal.sum(Object.values(values).map((value) => Decimal.parse(value ?? "0"))).toString();
    this.#read = { ...this.#read, totalValue, positions: positions as never };
  }
}

const record = (id: string, ms: number, gain: number, reason: Snapshot["reason"] = "interval", currency = "USD") =>
  ({
    profileId: id,
    ts: at(ms),
    reason,
    currency,
    totalPnl: text(gain),
    netInvested: text(10_000),
  }) as unknown as Snapshot;

function built(options: { readonly settings?: object; readonly records?: readonly Snapshot[] } = {}) {
  const opened = new Topic<ProfileId>();
  const closed = new Topic<ProfileId>();
  const changes = new Topic<Settings>();
  const runtimes = new Map<ProfileId, Runtime>();
  let settings = settingsSchema.parse(options.settings ?? {});
  const asked: (readonly [string, number])[] = [];
  const prices: { EUR?: string } = {};
  const service = new OverallLimitsService({
    profiles: { runtimes: () => [...runtimes.values()], opened, closed },
    settings: { get: () => settings, changes },
    snapshots: {
      list: async (id, since) => {
        asked.push([id, since]);
        return (options.records ?? []).filter(({ profileId, ts }) => profileId === id && ts >= since);
      },
    },
    priceOf: (asset) => (asset !== "EUR" || prices.EUR === undefined ? null : Decimal.parse(prices.EUR)),
    logger: silentLogger,
  });
  const open = (name: string, mode: Mode = "live", currency = "USD") => {
    const runtime = new Runtime(name, currency, mode);
    runtimes.set(runtime.profile.id, runtime);
    opened.publish(runtime.profile.id);
    return runtime;
  };
  const close = ({ profile: { id } }: Runtime) => {
    runtimes.delete(id);
    closed.publish(id);
  };
  const set = async (patch: Partial<Settings>) => {
    settings = { ...settings, ...patch };
    changes.publish(settings);
    await flushAsync();
  };
  const shares = () => [service.read().dayLoss, service.read().drawdown];
  return { service, open, close, opened, set, shares, asked, prices };
}

describe("losses of all live profiles together", () => {
  it("halt every live profile at 4 % of the whole in a day, and no other one", async () => {
    const { service, open } = built();
    const [one, two, paper] = [open("One"), open("Two"), open("Paper", "paper")];
    await service.start();
    await one.gain(0, 0);
    await two.gain(0, 0, 30_000);
    await paper.gain(0, -9_000);
    await one.gain(1, -1_000);
    await two.gain(2, -599.99, 30_000);
    expect([one.risk.halts, two.risk.halts]).toEqual([[], []]);
    await two.gain(3, -600, 30_000);
    expect([one.risk.halts, two.risk.halts, paper.risk.halts]).toEqual([["TOTAL_DAY_LOSS"], ["TOTAL_DAY_LOSS"], []]);
    expect(one.risk.trading.reason?.message).toContain("0.04 of their value today; 0.04 is the limit");
    // What is halted is not halted again.
    await two.gain(4, -900, 30_000);
    expect([one.risk.halts.length, two.risk.halts.length]).toEqual([1, 1]);
  });

  it("halt at 12 % under the high of the sum, which is not the sum of the highs", async () => {
    const { service, open } = built({ settings: { totalDailyLossFraction: null } });
    const [one, two] = [open("One"), open("Two")];
    await service.start();
    await one.gain(0, 0);
    await two.gain(0, 0);
    await two.gain(1, -900);
    await one.gain(2, 900);
    await one.gain(3, -1_499.99);
    expect(one.risk.halts).toEqual([]);
    await one.gain(4, -1_500);
    expect([one.risk.halts, two.risk.halts]).toEqual([["TOTAL_DRAWDOWN"], ["TOTAL_DRAWDOWN"]]);
    expect(one.risk.trading.reason?.message).toContain("from its high; 0.12 is the limit");
  });

  it("halt nothing where the limits are off, and at once where one is set lower", async () => {
    const { service, open, set } = built({ settings: { totalDailyLossFraction: null, totalDrawdownFraction: null } });
    const one = open("One");
    await service.start();
    await one.gain(0, 0);
    await one.gain(1, -9_000);
    expect(one.risk.halts).toEqual([]);
    await set({ totalDrawdownFraction: "0.95" as DecimalString });
    expect(one.risk.halts).toEqual([]);
    await set({ totalDrawdownFraction: "0.9" as DecimalString });
    expect(one.risk.halts).toEqual(["TOTAL_DRAWDOWN"]);
  });

  it("are none where a profile joins, leaves or goes back to paper, or a value is in doubt", async () => {
    const { service, open, close, shares } = built();
    const one = open("One");
    await service.start();
    await one.gain(0, 500);
    const two = open("Two");
    await two.gain(1, -3_000);
    expect(shares()).toEqual(["0", "0"]);
    close(two);
    await one.gain(2, 500);
    expect(shares()).toEqual(["0", "0"]);
    await one.gain(3, -9_000, 10_000, "stale");
    expect(shares()).toEqual(["0", "0"]);
    const again = open("Two");
    await again.gain(4, -3_000);
    const paper = open("Two", "paper");
    await paper.gain(5, -9_999);
    await one.gain(6, 400);
    expect(shares()[0]).toBe(Decimal.parse("100").div(Decimal.parse("10500"), 12, "up").toString());
    expect(one.risk.halts).toEqual([]);
  });

  it("are counted anew when a person arms a profile that they halted, and only then", async () => {
    const { service, open, shares } = built();
    const [one, two] = [open("One"), open("Two")];
    await service.start();
    await one.gain(0, 0);
    await two.gain(0, 0);
    one.risk.set("halted", at(0), { code: "DAY_LOSS", message: "its own" });
    await one.gain(1, -700);
    one.risk.set("active", at(2));
    expect(shares()).toEqual(["0.035", "0.035"]);
    await one.gain(3, -800);
    expect([one.risk.halts, two.risk.halts]).toEqual([["TOTAL_DAY_LOSS"], ["TOTAL_DAY_LOSS"]]);
    one.risk.set("active", at(4));
    expect(shares()).toEqual(["0", "0"]);
    await one.gain(5, -800);
    await two.gain(5, 0);
    await one.gain(6, -1_550);
    expect(one.risk.halts).toHaveLength(1);
    // The other one is armed by itself; what it finds is a count that begins with it.
    two.risk.set("active", at(7));
    expect(shares()).toEqual(["0", "0"]);
    await one.gain(8, -1_550);
    expect([one.risk.halts.length, two.risk.halts.length]).toEqual([1, 1]);
  });

  it("go on after a restart from what was recorded since the last arming, whenever the first price comes", async () => {
    const records = [
      record("one", 10, 9_000),
      record("one", 30, 100),
      record("two", 31, 50),
      record("one", 32, 9_000, "history"),
    ];
    const { service, open, shares, asked } = built({ records });
    const [one, two] = [open("One"), open("Two")];
    // As the journal is read back: halted by all losses, armed since, and the same again of an older time.
    one.risk.set("halted", at(15), { code: "TOTAL_DRAWDOWN", message: "x" });
    one.risk.set("active", at(20));
    two.risk.set("halted", at(15), { code: "TOTAL_DRAWDOWN", message: "x" });
    two.risk.set("active", at(18));
    await one.gain(33, -5_000);
    expect(shares()).toEqual(["0", "0"]);
    await one.gain(34, 100);
    await service.start();
    expect(asked).toEqual([
      ["one", at(20)],
      ["two", at(20)],
    ]);
    await one.gain(35, -100);
    expect(shares()[1]).toBe(Decimal.parse("200").div(Decimal.parse("20150"), 12, "up").toString());
  });

  it("are halted for at the start too, where what is there already is too much", async () => {
    const { service, open } = built({ records: [record("one", 1, 0)] });
    const one = open("One");
    await one.gain(2, -500);
    expect(one.risk.halts).toEqual([]);
    await service.start();
    expect(one.risk.halts).toEqual(["TOTAL_DAY_LOSS"]);
  });

  it("forget records of before an arming that comes while the first price is waited for", async () => {
    const { service, open, shares } = built({ records: [record("one", 1, 500)] });
    const one = open("One");
    one.risk.set("halted", at(2), { code: "TOTAL_DAY_LOSS", message: "x" });
    await service.start();
    one.risk.set("active", at(3));
    await one.gain(4, 0);
    expect(shares()).toEqual(["0", "0"]);
  });

  it("are counted at one rate, and not before a currency has one", async () => {
    const { service, open, shares, prices } = built({ records: [record("euro", 0, 0, "interval", "GBP")] });
    const [one, euro] = [open("One"), open("Euro", "live", "EUR")];
    await service.start();
    await euro.gain(0, 0);
    await one.gain(0, 0);
    prices.EUR = "2";
    await euro.gain(1, 0);
    prices.EUR = "1";
    await euro.gain(2, -300);
    expect(shares()).toEqual(["0.02", "0.02"]);
    expect(one.risk.halts).toEqual([]);
  });

  it("are nobody's where a profile is gone before it is looked for", async () => {
    const { service, opened } = built();
    opened.publish("nobody" as ProfileId);
    await service.start();
    expect(service.read()).toMatchObject({ profiles: [], value: "0", largest: null, dayLoss: "0" });
  });
});

describe("what all live profiles hold", () => {
  it("is told with its largest coin, or why it is not known", () => {
    const { service, open, prices } = built();
    open("One").holds({ BTC: "600", USD: "200" });
    const euro = open("Euro", "live", "EUR");
    euro.holds({ BTC: "100" });
    open("Paper", "paper").holds({ ETH: "99999" });
    expect(service.read()).toMatchObject({
      profiles: ["One", "Euro"],
      value: null,
      largest: null,
      unknown: "the value of Euro is not known",
    });
    prices.EUR = "2";
    expect(service.read()).toMatchObject({ value: "1000", unknown: null, largest: { asset: "BTC", share: "0.8" } });
    euro.holds({ BTC: null });
    expect(service.read().unknown).toBe("the value of BTC in Euro is not known");
  });

  it("is reckoned for the gates only where a limit asks for it", () => {
    const { service, open } = built();
    open("One").holds({ BTC: "600", USD: "400" });
    expect(service.facts("EUR" as Asset)).toMatchObject({
      largestAssetShare: null,
      exposure: { unknown: "no limit is set" },
    });
    const limited = built({ settings: { largestAssetShare: "0.5", liveMoneyMost: "7" } });
    limited.open("One").holds({ BTC: "600", USD: "400" });
    const facts = limited.service.facts("EUR" as Asset);
    expect(facts).toMatchObject({
      largestAssetShare: "0.5",
      liveMoneyMost: "7",
      rate: null,
      exposure: { total: Decimal.parse("1000") },
    });
    const money = built({ settings: { liveMoneyMost: "7" } });
    expect(money.service.facts("USD" as Asset)).toMatchObject({
      liveMoneyMost: "7",
      rate: Decimal.ONE,
      exposure: { total: Decimal.ZERO },
    });
  });

  it("is as a portfolio that has no value yet: not known", () => {
    const { service, open } = built();
    open("One");
    expect(service.read().unknown).toBe("the value of One is not known");
  });
});
