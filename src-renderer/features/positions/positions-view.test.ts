import { describe, expect, it } from "vitest";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { exportFileName } from "#renderer/lib/export-file-name.ts";
import { accountSchema, balanceSchema } from "#shared/domain/account.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { type Portfolio, type Position, positionSchema } from "#shared/domain/portfolio.ts";
import { type ConsensusPrice, consensusPriceSchema } from "#shared/domain/quote.ts";
import { samplePortfolio } from "#shared/domain/testing-portfolio.ts";
import { type PositionRow, rowTotals, toPositionRows } from "./position-rows.ts";
import { positionsCsv, sortRows } from "./positions-csv.ts";
import { derivePrice } from "./price-derivation.ts";

const ALPHA = venueIdSchema.parse("sim-alpha");
const accounts = ["alpha", "beta"].map((name) =>
  accountSchema.parse({
    id: `a-${name}`,
    name,
    kind: "paper",
    venue: `sim-${name}`,
    fees: { maker: "0", taker: "0" },
  }),
);

const balance = (asset: string, account: string, free: string, inOrders = "0") =>
  balanceSchema.parse({ accountId: `a-${account}`, asset, free, inOrders, earn: "0", locked: "0" });

function position(asset: string, fields: Partial<Record<keyof Position, unknown>> = {}): Position {
  return positionSchema.parse({
    asset,
    quantity: "4",
    balances: [balance(asset, "alpha", "2", "1"), balance(asset, "beta", "1")],
    price: "10.5",
    priceState: "live",
    priceAgeMs: 300,
    unresolved: null,
    value: "42",
    weight: "0.42",
    target: "0.4",
    drift: "0.02",
    band: "0.05",
    averageCost: "10",
    cost: "40",
    unrealized: "2",
    realized: "0",
    change24h: "-0.01",
    isCash: false,
    ...fields,
  });
}

const portfolio = (positions: readonly Position[]): Portfolio => samplePortfolio(positions, { totalValue: "100" });

const rowsOf = (positions: readonly Position[], options: Partial<Parameters<typeof toPositionRows>[0]> = {}) =>
  toPositionRows({
    portfolio: portfolio(positions),
    accounts,
    sparklines: new Map(),
    venue: null,
    filter: "",
    ...options,
  });

describe("rows of Positions", () => {
  it("split a quantity over venues, orders included", () => {
    expect(rowsOf([position("BTC")])[0]?.venues.map(({ name, quantity, share }) => [name, quantity, share])).toEqual([
      ["Sim Alpha", "3", "0.75"],
      ["Sim Beta", "1", "0.25"],
    ]);
  });

  it("show what lies at one venue: quantity, value and weight", () => {
    const rows = rowsOf([position("BTC"), position("ETH", { balances: [balance("ETH", "beta", "4")] })], {
      venue: ALPHA,
    });
    expect(rows.map(({ asset, quantity, value, weight }) => ({ asset, quantity, value, weight }))).toEqual([
      { asset: "BTC", quantity: "3", value: "31.5", weight: "0.315" },
    ]);
  });

  it("filter by a part of the code in any case", () => {
    expect(rowsOf([position("BTC"), position("ETH")], { filter: " et" }).map(({ asset }) => asset)).toEqual(["ETH"]);
  });

  it("name the coins that share one cash target", () => {
    const rows = rowsOf([position("USDC", { isCash: true }), position("USD", { isCash: true, target: null })]);
    expect(rows.map(({ cashWith }) => cashWith)).toEqual([["USD"], ["USDC"]]);
  });

  it("have no total where one part is unknown", () => {
    const totals = rowTotals(rowsOf([position("BTC"), position("XYZ", { value: null, target: null, cost: null })]));
    expect(totals).toMatchObject({ value: null, weight: "0.84", target: "0.4", cost: null, realized: "0" });
  });
});

describe("CSV of Positions", () => {
  it("has every digit of what is shown, and empty cells for what is unknown", () => {
    const rows = rowsOf([position("BTC", { value: "105782.184999123", drift: null, band: null })]);
    expect(positionsCsv(rows, ["quantity", "value", "drift"], "USD")).toBe(
      'Asset,Quantity,"Value, USD","Drift, share","Band, share"\r\nBTC,4,105782.184999123,,\r\n',
    );
  });

  it("follows the order on screen, unknown values last both ways", () => {
    const column: DataColumn<PositionRow> = {
      id: "value",
      head: "Value",
      sort: { by: "decimal", value: ({ value }) => value ?? undefined },
      cell: () => null,
    };
    const rows = rowsOf([
      position("A", { value: "9" }),
      position("B", { value: null }),
      position("C", { value: "10" }),
    ]);
    const order = (direction: "ascending" | "descending") =>
      sortRows(rows, [column], { id: "value", direction }).map(({ asset }) => asset);
    expect(order("ascending")).toEqual(["A", "C", "B"]);
    expect(order("descending")).toEqual(["C", "A", "B"]);
    expect(sortRows(rows, [column], undefined)).toBe(rows);
  });

  it("is named after profile and day", () => {
    expect(exportFileName("positions", "Cycle lab / 2", Date.UTC(2026, 10, 20), "csv")).toBe(
      "positions-cycle-lab-2-2026-11-20.csv",
    );
    expect(exportFileName("positions", "金", 0, "csv")).toBe("positions-profile-1970-01-01.csv");
  });
});

describe("why a price is what it is", () => {
  const price = (fields: Partial<Record<keyof ConsensusPrice, unknown>>): ConsensusPrice =>
    consensusPriceSchema.parse({
      asset: "SOL",
      currency: "USD",
      price: "142.85",
      state: "live",
      ageMs: 0,
      path: ["SOL/USD"],
      sources: [],
      assumedPar: false,
      price24hAgo: null,
      ...fields,
    });
  const source = (symbol: string) => ({ venue: "sim-alpha", symbol, mid: "1", ageMs: 0, state: "live" });

  it("parts the asset's own mids from those that convert", () => {
    const derived = derivePrice(price({ sources: ["SOL/USD", "SOL/USDC", "USDC/USD"].map(source) }));
    expect(derived.mids.map(({ symbol }) => symbol)).toEqual(["SOL/USD", "SOL/USDC"]);
    expect(derived.conversions.map(({ symbol }) => symbol)).toEqual(["USDC/USD"]);
    expect(derived.title).toBe("Price, median of 2");
    expect(derived.way).toBeNull();
  });

  it.each([
    ["the currency itself", { asset: "USD" }, "Price, the currency itself", null],
    ["par", { assumedPar: true }, "Price, taken at par", null],
    ["one market", { sources: [source("SOL/USD")] }, "Price, one market", null],
    ["a longer way", { path: ["SOL/BTC", "BTC/USD"] }, "Price", "SOL/BTC, BTC/USD"],
  ])("says %s", (_name, fields, title, way) => {
    expect(derivePrice(price(fields))).toMatchObject({ title, way });
  });
});
