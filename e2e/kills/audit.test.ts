// Does the audit see what it is there for? Sound books pass; each kind of wrong is planted once.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, expect, it, test } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { GENESIS_HASH, journalEntryText } from "#shared/domain/journal-chain.ts";
import { type BinanceServer, startBinanceServer } from "../venue-server/binance/start-binance-server.ts";
import { audit } from "./audit.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

type Event = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A journal file that holds these events, whole; `tamper` may then change it past the program. */
function journal(events: readonly Event[], tamper = ""): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), "schwabot-audit-"));
  undo.push(() => rmSync(dataDir, { recursive: true }));
  const db = new Database(path.join(dataDir, "journal.db"));
  db.exec("CREATE TABLE entries (seq, ts, profile_id, event, prev_hash, hash)");
  let prevHash = GENESIS_HASH;
  for (const [index, event] of events.entries()) {
    const entry = { eventJson: canonicalJson(event), prevHash, profileId: null, seq: index + 1, ts: index };
    const hash = createHash("sha256").update(journalEntryText(entry)).digest("hex");
    db.prepare("INSERT INTO entries VALUES (?, ?, NULL, ?, ?, ?)").run(
      index + 1,
      index,
      entry.eventJson,
      prevHash,
      hash,
    );
    prevHash = hash;
  }
  db.exec(tamper);
  db.close();
  return dataDir;
}

async function venue(orders: readonly string[]): Promise<BinanceServer> {
  const server = await startBinanceServer({ prices: { "BTC/USDT": "100000" } });
  undo.push(() => server.close());
  server.account.fund("USDT", "50000");
  for (const clientId of orders)
    server.account.submit({
      clientId,
      symbol: "BTC/USDT",
      side: "buy",
      kind: "limitIoc",
      quantity: "0.1",
      limitPrice: "101000",
    });
  return server;
}

const PREVIEWED: Event = { kind: "plan.previewed", plan: { planId: "p", legs: [{ quantity: "0.1" }] } };
const APPROVED: Event = { kind: "plan.approved", planId: "p" };
const order = (clientOrderId: string, state: string) => ({ clientOrderId, state, planId: "p", legIndex: 0 });
const PLANNED: Event = { kind: "order.planned", order: order("a", "PLANNED") };
const FILLED: Event = { kind: "order.state", order: order("a", "FILLED") };
const DONE: Event = { kind: "plan.state", planId: "p", to: "DONE" };
const fill = (quantity: string): Event => ({
  kind: "order.fill",
  fill: { clientOrderId: "a", quantity, price: "100000.01" },
});
const SOUND = [PREVIEWED, APPROVED, PLANNED, fill("0.10"), FILLED, DONE];
const without = (...left: readonly Event[]) => SOUND.filter((event) => !left.includes(event));

test("sound books pass, while all is under way and when it is over", async () => {
  const { account } = await venue(["a"]);
  const dataDir = journal(SOUND);
  expect(audit(dataDir, account, false)).toEqual([]);
  expect(audit(dataDir, account, true)).toEqual([]);
});

it.each([
  ["an order that the journal does not know", ["a", "b"], SOUND, /does not know: b/],
  ["an order placed twice", ["a", "a"], SOUND, /two orders a/],
  ["more filled than approved", ["a", "a"], SOUND, /0.2 filled of 0.1 approved/],
  [
    "an order before its plan's approval",
    ["a"],
    [PREVIEWED, PLANNED, APPROVED, ...SOUND.slice(3)],
    /before its plan was approved/,
  ],
  ["a fill that the journal missed", ["a"], without(SOUND[3] ?? DONE), /fills differ/],
  ["a fill that the venue does not have", [], SOUND, /fills differ/],
  ["a fill of another amount", ["a"], [...SOUND.slice(0, 3), fill("0.09"), FILLED, DONE], /fills differ/],
  ["an order left open", ["a"], without(FILLED), /order a is still PLANNED/],
  ["a plan left open", ["a"], without(DONE), /plan p is still APPROVED/],
])("finds %s", async (_name, orders, events, expected) => {
  const { account } = await venue(orders);
  expect(audit(journal(events), account, true).join("; ")).toMatch(expected);
});

it.each([
  ["a changed entry", `UPDATE entries SET event = replace(event, '0.10', '0.11') WHERE seq = 4`, 4],
  ["a missing entry", "DELETE FROM entries WHERE seq = 3", 4],
])("finds %s in the chain, by its number", async (_name, tamper, seq) => {
  const { account } = await venue(["a"]);
  expect(audit(journal(SOUND, tamper), account, false)).toContain(`the journal's chain is broken at entry ${seq}`);
});
