// Do files of transactions go into the books and out again on the command line, all or nothing, and twice as once?
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { runCommand } from "#shells/run-command.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { KRAKEN_LEDGERS_FILE, KRAKEN_TRADES_FILE } from "#testing/transaction-files.ts";
import { openStore } from "#workers/storage/open-store.ts";
import { registerBooksExport } from "./books-export.ts";
import { registerBooksImport } from "./books-import.ts";

const HEADER = "timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id";
const ROWS = [
  "2024-01-01T00:00:00Z,deposit,USD,1000,USD,1,,,Alpha,d1",
  "2024-01-02T00:00:00Z,buy,BTC,0.01,USD,40000,1,USD,,b1",
  "2024-06-01T00:00:00Z,sell,BTC,0.005,USD,60000,,,,s1",
];

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-books-"));
  mkdirSync(dataDir(), { mode: 0o700 });
  await stored(async ({ repositories }) => {
    await repositories.profiles.save(testProfile());
  });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dataDir = () => join(folder, "data");
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const ours = (...rows: readonly string[]) => file("mine.csv", `${[HEADER, ...rows].join("\n")}\n`);

async function stored<T>(use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore({
    dataFolder: dataDir(),
    now: unixMs(1_767_571_200_000),
    workerUrl: workerUrl("storage"),
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function run(...args: readonly string[]) {
  let out = "";
  let error = "";
  const stdout = new PassThrough();
  stdout.on("data", (chunk) => {
    out += chunk;
  });
  const program = new Command("schwabot");
  registerBooksImport(program.command("import").enablePositionalOptions(), (line) => stdout.write(`${line}\n`));
  registerBooksExport(program.command("export"), stdout);
  const terminal = {
    out: (text: string) => void stdout.write(text),
    error: (text: string) => {
      error += text;
    },
  };
  const code = await runCommand(program, [...args, "--data-dir", dataDir()], terminal);
  await new Promise((resolve) => setImmediate(resolve));
  return { code, out, error };
}

const importing = (path: string, ...more: readonly string[]) =>
  run("import", "transactions", path, "--profile", "core", ...more);
const exporting = (kind: string, ...more: readonly string[]) => run("export", kind, "--profile", "demo-a", ...more);

describe("import transactions", () => {
  it("takes a file in, once however often, and export gives it back", async () => {
    const path = ours(...ROWS);
    const { code, out, error } = await importing(path);
    expect([code, error]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({
      file: "mine.csv",
      format: "Schwabot transactions",
      profile: "demo-a",
      account: "demo-a-alpha",
      entries: 3,
      known: 0,
      stored: 3,
      duplicates: [],
      from: Date.UTC(2024, 0, 1),
      until: Date.UTC(2024, 5, 1),
    });
    expect(JSON.parse(out).unvalued).toBeNull();
    expect(JSON.parse((await importing(path)).out)).toMatchObject({ entries: 3, known: 3, stored: 0, batch: null });
    const [came, ...others] = await stored(({ repositories }) => repositories.bookChanges.list(testProfile().id));
    expect([came?.kind, came?.reason, came?.batchId, others]).toEqual(["batch", "mine.csv", JSON.parse(out).batch, []]);
    const back = await exporting("transactions");
    expect(back.out.split("\r\n")).toEqual([
      `${HEADER},venue_ref,label,note`,
      "2024-01-01T00:00:00.000Z,deposit,USD,1000,USD,1,,,demo-a-alpha,d1,,,",
      "2024-01-02T00:00:00.000Z,buy,BTC,0.01,USD,40000,1,USD,demo-a-alpha,b1,,,",
      "2024-06-01T00:00:00.000Z,sell,BTC,0.005,USD,60000,,,demo-a-alpha,s1,,,",
      "",
    ]);
    expect(JSON.parse((await importing(file("back.csv", back.out))).out)).toMatchObject({ known: 3, stored: 0 });
  });

  it("stores nothing of a file with a problem, nor when asked to check only", async () => {
    const wrong = await importing(
      ours(ROWS[0] ?? "", "2024-01-02,buy,BTC,x,USD,1,,,,", "2024-01-02,buy,BTC,-1,USD,1,,,,"),
    );
    expect(wrong).toEqual({
      code: 1,
      out: "",
      error:
        'mine.csv, line 3, column quantity: expected a number like 1234.56, got "x". Write digits with a point, like 1234.56. And 1 more. Nothing was imported.\n',
    });
    expect(JSON.parse((await importing(ours(...ROWS), "--dry-run")).out)).toMatchObject({ entries: 3, stored: 0 });
    expect((await exporting("transactions")).out.split("\r\n")).toHaveLength(2);
  });

  it("asks what to do with rows that another source seems to have told", async () => {
    await importing(ours(...ROWS));
    const again = ours(
      "2024-01-02T00:00:00.500Z,buy,BTC,0.01,USD,40000,1,USD,,other",
      "2024-02-01,deposit,USD,5,USD,1,,,,d2",
    );
    const asked = await importing(again, "--json");
    expect([asked.code, JSON.parse(asked.error)]).toMatchObject([
      1,
      { error: { code: "INPUT_INVALID", path: "--duplicates", message: expect.stringContaining("buy 0.01 BTC") } },
    ]);
    expect(JSON.parse((await importing(again, "--dry-run")).out).duplicates).toEqual([{ known: "b1", fresh: "other" }]);
    expect(JSON.parse((await importing(again, "--duplicates", "skip")).out)).toMatchObject({ stored: 1 });
    expect(JSON.parse((await importing(again, "--duplicates", "keep")).out)).toMatchObject({ known: 1, stored: 1 });
  });

  it("counts the trades of a venue's two files once, and values what stored candles know", async () => {
    const minute = Date.UTC(2024, 2, 19, 19, 42);
    await stored(async ({ repositories }) => {
      const price = (text: string) => decimalString(text);
      const candle = { openTime: unixMs(minute), open: price("1"), high: price("2"), low: price("1"), closed: true };
      const eur = marketSymbolSchema.parse("EUR/USD");
      await repositories.candles.save(venueIdSchema.parse("kraken"), eur, "1m", [
        { ...candle, close: price("1.0861"), volume: price("1") },
      ]);
    });
    const ledgers = JSON.parse((await importing(file("ledgers.csv", KRAKEN_LEDGERS_FILE))).out);
    const trades = JSON.parse((await importing(file("trades.csv", KRAKEN_TRADES_FILE))).out);
    expect(ledgers).toMatchObject({ format: "Kraken ledgers", entries: 12, stored: 12 });
    expect(trades).toMatchObject({ format: "Kraken trades", entries: 2, known: 2, stored: 0 });
    const entries = await stored(({ repositories }) => repositories.transactions.list(testProfile().id));
    const values = Object.fromEntries(entries.map(({ id, quoteValue }) => [id, quoteValue]));
    expect(values["fill:demo-a-alpha:BTC/EUR:TA4RTP-4TUW5-G5DGTA"]).toBe("1.0861");
    expect(ledgers.unvalued.entries).toContain("ledger:demo-a-alpha:TSPEND-AAAAA-AAAAAA");
    expect(ledgers.unvalued.entries).not.toContain("fill:demo-a-alpha:BTC/EUR:TA4RTP-4TUW5-G5DGTA");
    expect(ledgers.unvalued.count).toBe(ledgers.unvalued.entries.length);
    expect(ledgers.unvalued.whatToDo).toMatch(
      /^No venue is asked for prices.* in USD .*Undo this import in the window/,
    );
    expect(trades.unvalued).toBeNull();
    // Nothing is stored of that time: it stays unknown, never made up.
    expect(values["ledger:demo-a-alpha:TSPEND-AAAAA-AAAAAA"]).toBeNull();
    expect(new Set(entries.map(({ batchId }) => batchId))).toEqual(new Set([ledgers.batch]));
  });

  it("asks for the account where the profile has several", async () => {
    const profile = testProfile();
    const [alpha] = profile.accounts;
    await stored(async ({ repositories }) => {
      await repositories.profiles.save(
        profileSchema.parse({ ...profile, accounts: [alpha, { ...alpha, id: "demo-a-cold", name: "Cold" }] }),
      );
    });
    expect(await importing(ours(...ROWS))).toMatchObject({ code: 1, error: expect.stringContaining("Alpha, Cold") });
    expect(await importing(ours(...ROWS), "--account", "none")).toMatchObject({
      code: 1,
      error: expect.stringContaining("no account is called none"),
    });
    expect(JSON.parse((await importing(ours(...ROWS), "--account", "cold")).out).account).toBe("demo-a-cold");
  });

  it("says before storing anything which entries would have no value", async () => {
    const path = ours("2024-01-02T00:00:00Z,buy,BTC,0.01,ETH,20,,,,x1");
    const told = JSON.parse((await importing(path, "--dry-run")).out);
    expect(told).toMatchObject({ stored: 0, unvalued: { count: 1, entries: ["x1"] } });
    expect(told.unvalued.whatToDo).toContain("Best import the file in the window");
  });

  it("takes times without a zone in the one that is named", async () => {
    const path = ours("2024-01-01 00:00:00,deposit,USD,1000,USD,1,,,,d1");
    expect(JSON.parse((await importing(path, "--zone", "+02:00")).out).from).toBe(Date.UTC(2023, 11, 31, 22));
    expect(await importing(path, "--zone", "Berlin")).toMatchObject({
      code: 2,
      error: expect.stringContaining("+02:00"),
    });
  });

  it("leaves a running program alone", async () => {
    const { lock } = openDataFolder({ path: dataDir(), chosenBy: "--data-dir" });
    expect(await importing(ours(...ROWS))).toMatchObject({
      code: 1,
      error: expect.stringContaining("The program is running"),
    });
    lock?.release();
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["no profile", ["import", "transactions", "x.csv"], 2, /--profile/],
    [
      "a profile that is none",
      ["export", "transactions", "--profile", "zzz"],
      1,
      /No profile is called zzz: there are Core/,
    ],
    ["no such file", ["import", "transactions", "/no/such.csv", "--profile", "core"], 1, /cannot be read.*ENOENT/],
    [
      "another format",
      ["export", "disposals", "--profile", "core", "--format", "xml"],
      2,
      /Allowed choices are csv, json/,
    ],
  ])("names %s", async (_name, args, code, message) => {
    const outcome = await run(...args);
    expect([outcome.code, outcome.out]).toEqual([code, ""]);
    expect(outcome.error).toMatch(message);
  });
});

describe("export", () => {
  it("writes disposals by the profile's cost basis, as CSV and JSON, also into a file", async () => {
    await importing(ours(...ROWS));
    const target = join(folder, "out.json");
    expect(await exporting("disposals", "--format", "json", "--out", target)).toEqual({ code: 0, out: "", error: "" });
    expect(JSON.parse(readFileSync(target, "utf8"))).toMatchObject([
      // 0.005 of 0.01 BTC that cost 400 and a fee of 1.
      { asset: "BTC", quantity: "0.005", proceeds: "300", cost: "200.5", gain: "99.5" },
    ]);
    expect((await exporting("disposals")).out).toContain("BTC,0.005,300,200.5,0,99.5");
  });

  it("writes snapshots, none of a profile that has none", async () => {
    expect((await exporting("snapshots")).out).toMatch(/^timestamp,reason,currency,.*\r\n$/);
    expect(JSON.parse((await exporting("snapshots", "--format", "json")).out)).toEqual([]);
  });
});
