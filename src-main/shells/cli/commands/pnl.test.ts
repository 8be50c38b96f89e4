// Does `schwabot pnl` print the page's keys, say what a file cannot tell, and name the place of what is wrong in it?
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { assetSchema } from "#shared/domain/ids.ts";
import { runCommand } from "#shells/run-command.ts";
import { type PnlFlags, pnlCommand, registerPnl } from "./pnl.ts";

const HEADER = "timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id";
const csv = (...rows: readonly string[]) => `${[HEADER, ...rows].join("\n")}\n`;
const pnl = (content: string, flags: Partial<PnlFlags> = {}) =>
  JSON.parse(
    pnlCommand("t.csv", new TextEncoder().encode(content), { method: "fifo", pooling: "profile", ...flags }),
  ) as Record<string, unknown>;

const TRADES = csv(
  "2024-01-01T00:00:00Z,buy,BTC,1,USD,40000,10,USD,kraken,b1",
  "2024-02-01T00:00:00Z,buy,BTC,1,USD,60000,,,kraken,b2",
  "1735689600000,sell,BTC,1.5,USD,90000,15,USD,kraken,s1",
);

describe("schwabot pnl", () => {
  it("prints disposals lot by lot, totals by asset and year, open lots and fees in the page's form", () => {
    expect(pnl(TRADES)).toEqual({
      method: "fifo",
      disposals: [
        {
          id: "s1",
          asset: "BTC",
          quantity: "1",
          acquiredAt: "2024-01-01T00:00:00.000Z",
          disposedAt: "2025-01-01T00:00:00.000Z",
          proceeds: "90000",
          cost: "40010",
          fee: "10",
          gain: "49980",
          holdingDays: 366,
        },
        {
          id: "s1",
          asset: "BTC",
          quantity: "0.5",
          acquiredAt: "2024-02-01T00:00:00.000Z",
          disposedAt: "2025-01-01T00:00:00.000Z",
          proceeds: "45000",
          cost: "30000",
          fee: "5",
          gain: "14995",
          holdingDays: 335,
        },
      ],
      openLots: [
        { asset: "BTC", quantity: "0.5", acquiredAt: "2024-02-01T00:00:00.000Z", cost: "30000", account: "kraken" },
      ],
      totals: {
        byAsset: { BTC: { proceeds: "135000", cost: "70010", fee: "15", gain: "64975" } },
        byYear: { 2025: { proceeds: "135000", cost: "70010", fee: "15", gain: "64975" } },
      },
      fees: { USD: "25" },
      gaps: [],
    });
  });

  it.each([
    ["lifo", "44990"],
    ["hifo", "44990"],
    ["average", "59977.5"],
  ] as const)("reckons by %s", (method, gain) => {
    const { disposals, totals } = pnl(TRADES, { method });
    expect(totals).toMatchObject({ byAsset: { BTC: { gain: method === "average" ? "59977.5" : "54980" } } });
    expect((disposals as readonly object[])[0]).toMatchObject(
      method === "average" ? { gain, acquiredAt: null, holdingDays: null } : { quantity: "1", gain: "29990" },
    );
  });

  it("counts a deposit or reward without a price at zero and flags it, and a sale beyond what is held as a gap", () => {
    const report = pnl(
      csv(
        "2024-01-01,deposit,BTC,1,,,,,,d1",
        "2024-01-02,reward,ETH,2,USD,3000,,,,r1",
        "2024-01-03,sell,BTC,3,USD,50000,,,,s1",
      ),
    );
    expect(report.gaps).toEqual([
      { id: "d1", asset: "BTC", quantity: "1", message: "No price is given, so its cost counts as zero." },
      { id: "s1", asset: "BTC", quantity: "2", message: expect.stringContaining("More went out than the books hold") },
    ]);
    expect(report.disposals).toMatchObject([{ quantity: "1", proceeds: "50000", cost: "0", gain: "50000" }]);
    expect(report.openLots).toMatchObject([{ asset: "ETH", cost: "6000" }]);
  });

  it("counts in the currency of the file's prices, or in the one that is asked for", () => {
    const euros = csv("2024-01-01,buy,BTC,1,EUR,40000,,,,b1", "2024-01-02,sell,BTC,1,EUR,41000,,,,s1");
    expect(pnl(euros)).toMatchObject({ disposals: [{ gain: "1000" }], notes: ["Money is in EUR."] });
    const inUsd = pnl(euros, { currency: assetSchema.parse("USD") });
    expect(inUsd.disposals).toEqual([]);
    expect((inUsd.gaps as readonly { message: string }[]).map(({ message }) => message)).toContainEqual(
      expect.stringContaining("not known in the portfolio's currency"),
    );
  });

  it("counts the dollar's coins at par beside it, and says so", () => {
    const report = pnl(
      csv(
        "2024-01-01,deposit,USDC,50000,,,,,,d1",
        "2024-01-02,buy,BTC,1,USDC,40000,,,,b1",
        "2024-01-03,sell,BTC,1,USD,45000,,,,s1",
      ),
    );
    expect(report).toMatchObject({ totals: { byAsset: { BTC: { gain: "5000" }, USDC: { gain: "0" } } }, gaps: [] });
    expect(report.notes).toEqual(["USDC: nothing in the file prices it, so it is counted at par, one USD each."]);
  });

  it("finds transfers between the file's accounts and keeps their lots, by account where asked", () => {
    const moved = csv(
      "2024-01-01,buy,BTC,1,USD,40000,,,kraken,b1",
      "2024-01-02,buy,BTC,1,USD,50000,,,ledger,b2",
      "2024-01-03T00:00:00Z,withdrawal,BTC,1,,,0.001,BTC,kraken,w1",
      "2024-01-03T01:00:00Z,deposit,BTC,0.999,,,,,ledger,d1",
    );
    expect(pnl(moved).gaps).toMatchObject([]);
    const { openLots } = pnl(moved, { pooling: "account" });
    expect(openLots).toMatchObject([{ account: "ledger" }, { account: "ledger" }]);
  });

  it("tells what another method would change", () => {
    const { comparison } = pnl(TRADES, { compare: "average" });
    expect(comparison).toMatchObject({
      from: "fifo",
      to: "average",
      inAll: {
        before: { realized: "64975", openCost: "30000", openLots: 1 },
        after: { realized: "59977.5", openCost: "25002.5", openLots: 1 },
      },
      byYear: { 2025: { before: "64975", after: "59977.5" } },
    });
  });

  it("prints an empty report for a file without rows", () => {
    expect(pnl(csv())).toEqual({
      method: "fifo",
      disposals: [],
      openLots: [],
      totals: { byAsset: {}, byYear: {} },
      fees: {},
      gaps: [],
    });
  });
});

async function run(content: string | null, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "schwabot-pnl-"));
  try {
    const path = join(folder, "t.csv");
    if (content !== null) await writeFile(path, content);
    const [out, error]: [string[], string[]] = [[], []];
    const program = new Command("schwabot");
    registerPnl(program, (line) => out.push(line));
    const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
    const code = await runCommand(program, ["pnl", "--transactions", path, ...args], terminal);
    return { code, out: out.join(""), error: error.join("").replaceAll(folder, "") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("the command", () => {
  it("reads a file and prints one line of JSON", async () => {
    const { code, out } = await run(TRADES, "--method", "hifo");
    expect([code, JSON.parse(out)]).toEqual([0, pnl(TRADES, { method: "hifo" })]);
  });

  it("names the line and column of the first fault and how many follow, and prints no part of a report", async () => {
    const { code, out, error } = await run(
      csv("2024-01-01,buy,BTC,-1,USD,1,,,,", "x,buy,BTC,1,USD,1,,,,"),
      "--method",
      "fifo",
    );
    expect([code, out]).toEqual([1, ""]);
    expect(error).toContain("t.csv, line 2, column quantity: expected a number of zero or more");
    expect(error).toContain("(And 1 more problem.)");
  });

  it("says which file it cannot read, and refuses a method or currency that is none", async () => {
    expect(await run(null, "--method", "fifo")).toMatchObject({
      code: 1,
      error: expect.stringContaining("t.csv: cannot be read"),
    });
    expect((await run(TRADES)).code).toBe(2);
    expect((await run(TRADES, "--method", "best")).code).toBe(2);
    expect((await run(TRADES, "--method", "fifo", "--currency", "usd")).code).toBe(2);
  });
});
