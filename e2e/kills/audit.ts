// Do the venue's books and the journal on disk agree? Asked of both from outside, never of the program.
import { createHash } from "node:crypto";
import { decimal } from "#shared/domain/decimal.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import { GENESIS_HASH, journalEntryText } from "#shared/domain/journal-chain.ts";
import { isTerminal, type Order } from "#shared/domain/order.ts";
import { isPlanOver, type PlanState } from "#shared/domain/plan.ts";
import { type JournalRow, ofKind, readJournalRows, sum } from "../fixtures/books.ts";
import type { VenueAccount } from "../venue-server/core/venue-account.ts";

/**
 * Sentences about what is wrong; none when all is well. With `isOver`, everything has come to its end: also the fills must be the
 * same, and no order and no plan may be open.
 */
export function audit(dataDir: string, account: VenueAccount, isOver: boolean): readonly string[] {
  const rows = readJournalRows(dataDir);
  // The program checks its journal's form itself; here its own words are taken.
  const events = rows.map(({ event }) => JSON.parse(event) as JournalEvent);
  const orders = lastOrders(events);
  const venueOrders = account.orders();
  return [
    ...brokenLinks(rows),
    ...unknownToJournal(
      venueOrders.map(({ clientId }) => clientId),
      orders,
    ),
    ...unapproved(events),
    ...overfilledLegs(events, orders, account),
    ...(isOver ? [...differentFills(events, account), ...unfinished(events, orders)] : []),
  ];
}

/** The journal on disk as the program's own tools take it. */
export function readEntries(dataDir: string): readonly JournalEntry[] {
  return readJournalRows(dataDir).map(
    ({ seq, ts, profile_id, event, prev_hash, hash }) =>
      ({ seq, ts, profileId: profile_id, event: JSON.parse(event), prevHash: prev_hash, hash }) as JournalEntry,
  );
}

function lastOrders(events: readonly JournalEvent[]): ReadonlyMap<string, Order> {
  const orders = new Map<string, Order>();
  for (const event of events) {
    if (event.kind === "order.planned" || event.kind === "order.state")
      orders.set(event.order.clientOrderId, event.order);
  }
  return orders;
}

function brokenLinks(rows: readonly JournalRow[]): readonly string[] {
  let previous = GENESIS_HASH;
  for (const [index, row] of rows.entries()) {
    const text = journalEntryText({
      eventJson: row.event,
      prevHash: row.prev_hash,
      profileId: row.profile_id,
      seq: row.seq,
      ts: row.ts,
    });
    const isWhole = row.seq === index + 1 && row.prev_hash === previous;
    if (!isWhole || createHash("sha256").update(text).digest("hex") !== row.hash)
      return [`the journal's chain is broken at entry ${row.seq}`];
    previous = row.hash;
  }
  return [];
}

function unknownToJournal(placed: readonly (string | null)[], orders: ReadonlyMap<string, Order>): readonly string[] {
  const seen = new Set<string | null>();
  return placed.flatMap((id) => {
    const isSecond = seen.has(id);
    seen.add(id);
    if (id === null || !orders.has(id)) return [`the venue has an order that the journal does not know: ${id}`];
    return isSecond ? [`the venue has two orders ${id}`] : [];
  });
}

function unapproved(events: readonly JournalEvent[]): readonly string[] {
  const approved = new Set<string>();
  return events.flatMap((event) => {
    if (event.kind === "plan.approved") approved.add(event.planId);
    if (event.kind !== "order.planned" || approved.has(event.order.planId)) return [];
    return [`order ${event.order.clientOrderId} was planned before its plan was approved`];
  });
}

function overfilledLegs(
  events: readonly JournalEvent[],
  orders: ReadonlyMap<string, Order>,
  account: VenueAccount,
): readonly string[] {
  const filled = new Map<string, string[]>();
  for (const { placed, record } of account.history.fills) {
    const order = orders.get(placed.clientId ?? "");
    if (order === undefined) continue;
    const leg = `${order.planId} leg ${order.legIndex}`;
    filled.set(leg, [...(filled.get(leg) ?? []), record.quantity]);
  }
  return ofKind(events, "plan.previewed").flatMap(({ plan }) =>
    plan.legs.flatMap(({ quantity }, index) => {
      const done = sum(filled.get(`${plan.planId} leg ${index}`) ?? []);
      return done.gt(decimal(quantity))
        ? [`plan ${plan.planId} leg ${index}: ${done} filled of ${quantity} approved`]
        : [];
    }),
  );
}

function differentFills(events: readonly JournalEvent[], account: VenueAccount): readonly string[] {
  const line = (clientId: string | null, quantity: string, price: string) =>
    `${clientId} ${decimal(quantity)} at ${decimal(price)}`;
  const journal = ofKind(events, "order.fill").map(({ fill }) => line(fill.clientOrderId, fill.quantity, fill.price));
  const venue = account.history.fills.map(({ placed, record }) => line(placed.clientId, record.quantity, record.price));
  const [ours, theirs] = [journal.sort().join("; "), venue.sort().join("; ")];
  return ours === theirs ? [] : [`fills differ: the journal has ${ours}; the venue has ${theirs}`];
}

function unfinished(events: readonly JournalEvent[], orders: ReadonlyMap<string, Order>): readonly string[] {
  const plans = new Map<string, PlanState>(ofKind(events, "plan.approved").map(({ planId }) => [planId, "APPROVED"]));
  for (const { planId, to } of ofKind(events, "plan.state")) if (plans.has(planId)) plans.set(planId, to);
  return [
    ...[...plans].filter(([, state]) => !isPlanOver(state)).map(([id, state]) => `plan ${id} is still ${state}`),
    ...[...orders.values()]
      .filter(({ state }) => !isTerminal(state))
      .map(({ clientOrderId, state }) => `order ${clientOrderId} is still ${state}`),
  ];
}
