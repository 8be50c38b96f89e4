import { describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { triggerInput as input } from "#testing/trigger-input.ts";
import { money, percent, points, pointsText, quantity, untilText } from "./compute-suggestion-text.ts";
import { TRIGGERS } from "./registry.ts";
import type { TriggerInput } from "./trigger.ts";

const found = (type: keyof typeof TRIGGERS, of: TriggerInput) =>
  TRIGGERS[type]
    .evaluate(of)
    .findings.map(({ title, reason, action, priority }) => ({ title, reason, action, priority }));

describe("threshold", () => {
  it("says it like the screen: points, both weights, the band and what to do", () => {
    const of = input({
      values: { SOL: "159.261", BTC: "181448.80", USD: "33045.59" },
      prices: { SOL: "212.36" },
      targets: { SOL: "0.10", BTC: "0.77", USD: "0.13" },
      policy: { bandsByAsset: { SOL: "0.02" } },
    });
    expect(found("threshold", of)).toEqual([
      {
        title: "SOL is 3.6 points over target",
        reason: "13.6% against 10.0%, band ±2.0.",
        action: "Sell 42.3 SOL.",
        priority: "high",
      },
    ]);
  });

  it.each([
    ["0.0500", []],
    ["0.0501", ["low"]],
    ["0.0625", ["medium"]],
    ["0.0750", ["high"]],
    ["0.1500", ["critical"]],
  ])("with a drift of %s is %o", (drift, priorities) => {
    const btc = decimal("0.5").add(decimal(drift)).mul(decimal("100"));
    const of = input({
      values: { BTC: btc.toString(), USD: decimal("100").sub(btc).toString() },
      targets: { BTC: "0.5", USD: "0.5" },
    });
    expect(
      TRIGGERS.threshold
        .evaluate(of)
        .findings.filter(({ asset: code }) => code === "BTC")
        .map(({ priority }) => priority),
    ).toEqual(priorities);
  });

  it("speaks of cash as cash and in money", () => {
    const of = input({ values: { BTC: "4000", USD: "3000", USDC: "3000" }, targets: { BTC: "0.5", USDC: "0.5" } });
    expect(found("threshold", of).map(({ title, action }) => `${title}. ${action}`)).toEqual([
      "BTC is 10.0 points under target. Buy 1,000 BTC.",
      "Cash is 10.0 points over target. Deploy $1,000 of cash.",
    ]);
  });
});

describe("high cash", () => {
  it.each([
    ["80", "0.2", false],
    ["80.01", "0.2", true],
    // The user's own target plus band allows it.
    ["94", "0.9", false],
    ["95.01", "0.9", true],
  ])("with %s %% cash and a target of %s fires: %s", (cash, target, fires) => {
    const rest = decimal("100").sub(decimal(cash)).toString();
    const of = input({
      values: { USD: cash, BTC: rest },
      targets: { USDC: target, BTC: decimal("1").sub(decimal(target)).toString() },
    });
    expect(TRIGGERS.highCash.evaluate(of).findings).toHaveLength(fires ? 1 : 0);
  });

  it("says how much to deploy", () => {
    const of = input({ values: { USD: "9000", BTC: "1000" }, targets: { USDC: "0.2", BTC: "0.8" } });
    expect(found("highCash", of)).toEqual([
      {
        title: "90.0% of the portfolio is cash",
        reason: "90.0% against 20.0% wanted, band ±5.0; over 80.0% is a lot.",
        action: "Deploy $7,000 of cash.",
        priority: "medium",
      },
    ]);
  });
});

describe("loss", () => {
  it.each([
    ["90", []],
    ["89.99", ["high"]],
    ["80", ["critical"]],
    ["150", []],
  ])("with 100 put in and %s left is %o", (value, priorities) => {
    const of = input({ values: { BTC: value }, targets: { BTC: "1" } });
    expect(TRIGGERS.loss.evaluate(of).findings.map(({ priority }) => priority)).toEqual(priorities);
  });

  it("tells the loss in money and share", () => {
    const of = input({ values: { BTC: "8000" }, targets: { BTC: "1" }, invested: "10000" });
    expect(found("loss", of)[0]?.reason).toBe("−$2,000 on $10,000 net invested; over 10.0% calls for a review.");
  });

  it("is silent where nothing was put in on balance", () => {
    expect(
      TRIGGERS.loss.evaluate(input({ values: { BTC: "5" }, targets: { BTC: "1" }, invested: "0" })).findings,
    ).toEqual([]);
  });
});

describe("diversification", () => {
  it.each([
    [{ BTC: "99.5", USD: "0.5" }, { BTC: "0.5", USD: "0.5" }, ["Everything is in BTC"]],
    [{ USD: "60", USDC: "40" }, { BTC: "0.5", USD: "0.5" }, ["Everything is in cash"]],
    [{ BTC: "98.9", USD: "1.1" }, { BTC: "0.5", USD: "0.5" }, []],
    // The targets say so.
    [{ BTC: "100" }, { BTC: "1" }, []],
  ])("%o with targets %o: %o", (values, targets, expected) => {
    expect(found("diversification", input({ values, targets })).map(({ title }) => title)).toEqual(expected);
  });
});

describe("concentration", () => {
  it.each([
    ["70", "0.5", []],
    ["70.01", "0.5", ["high"]],
    ["84", "0.8", []],
    ["90", "0.5", ["critical"]],
  ])("%s %% in one asset with a target of %s is %o", (share, target, priorities) => {
    const rest = decimal("100").sub(decimal(share)).toString();
    const of = input({
      values: { BTC: share, ETH: rest },
      targets: { BTC: target, ETH: decimal("1").sub(decimal(target)).toString() },
    });
    expect(TRIGGERS.concentration.evaluate(of).findings.map(({ priority }) => priority)).toEqual(priorities);
  });

  it("leaves cash to the high cash rule", () => {
    expect(
      TRIGGERS.concentration.evaluate(input({ values: { USD: "99", BTC: "1" }, targets: { BTC: "1" } })).findings,
    ).toEqual([]);
  });
});

describe("numbers in sentences", () => {
  it.each([
    [points(decimal("-0.0365")), "3.6"],
    [points(decimal("0.0375")), "3.8"],
    [pointsText(decimal("0.01")), "1.0 point"],
    [percent(decimal("-0.1")), "−10.0%"],
    [money(decimal("1474.5"), "USD"), "$1,474"],
    [money(decimal("-1234567"), "CHF"), "−1,234,567 CHF"],
    [quantity(decimal("42.2987")), "42.3"],
    [quantity(decimal("1234.4")), "1,234"],
    [quantity(decimal("5")), "5.00"],
    [quantity(decimal("0.0021735")), "0.00217"],
    [quantity(decimal("0")), "0"],
    [untilText(0), "now"],
    [untilText(1), "in 1 min"],
    [untilText(HOUR_MS - 1), "in 60 min"],
    [untilText(HOUR_MS), "in 1 h"],
    [untilText(2 * DAY_MS - MINUTE_MS), "in 48 h"],
    [untilText(2 * DAY_MS), "in 2 days"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
