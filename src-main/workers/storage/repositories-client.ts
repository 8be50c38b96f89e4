// How does the engine's thread reach the repositories in the storage thread?
import type { Repositories } from "#engine/ports/repositories.ts";
import { toSnapshotRow } from "#platform/sqlite/repositories/snapshots.ts";
import { parseTransaction } from "#platform/sqlite/repositories/transactions.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import type { StorageClient } from "./storage-client.ts";

/** Parsing so many takes some 20 ms: what waits beside it does not wait longer. */
const PIECE = 2_000;

/** Entries stored meanwhile are in it too. */
async function* readTransactions(
  client: StorageClient,
  profileId: ProfileId,
): AsyncGenerator<readonly Transaction[], void, void> {
  const ask = (after: number) => client.call("transactions", "texts", profileId, after, PIECE);
  for (let coming: ReturnType<typeof ask> | null = ask(0); coming !== null; ) {
    const piece: Awaited<ReturnType<typeof ask>> = await coming;
    const last = piece.at(-1);
    // The next piece is read while this one is parsed.
    coming = last === undefined || piece.length < PIECE ? null : ask(last.row);
    // Its failure is told where it is awaited, unless an entry of this piece fails before.
    coming?.catch(() => undefined);
    yield piece.map(parseTransaction);
  }
}

/** Sorting keeps the order of storing where times are equal. */
async function listTransactions(client: StorageClient, profileId: ProfileId): Promise<readonly Transaction[]> {
  const all: Transaction[] = [];
  for await (const piece of readTransactions(client, profileId)) all.push(...piece);
  return all.sort((first, second) => first.ts - second.ts);
}

export function repositoriesClient(client: StorageClient): Repositories {
  return {
    profiles: {
      list: () => client.call("profiles", "list"),
      save: (profile) => client.call("profiles", "save", profile),
    },
    settings: {
      load: () => client.call("settings", "load"),
      save: (settings) => client.call("settings", "save", settings),
    },
    transactions: {
      add: (profileId, transactions) => client.call("transactions", "add", profileId, transactions),
      list: (profileId) => listTransactions(client, profileId),
      read: (profileId) => readTransactions(client, profileId),
      page: (profileId, query) => client.call("transactions", "page", profileId, query),
    },
    bookChanges: {
      add: (profileId, changes) => client.call("bookChanges", "add", profileId, changes),
      list: (profileId) => client.call("bookChanges", "list", profileId),
    },
    coverage: {
      save: (profileId, coverage) => client.call("coverage", "save", profileId, coverage),
      list: (profileId) => client.call("coverage", "list", profileId),
    },
    snapshots: {
      add: async (profileId, snapshots) => client.call("snapshots", "add", profileId, snapshots.map(toSnapshotRow)),
      list: (profileId, since) => client.call("snapshots", "list", profileId, since),
      latest: (profileId) => client.call("snapshots", "latest", profileId),
    },
    suggestions: {
      save: (profileId, suggestions) => client.call("suggestions", "save", profileId, suggestions),
      list: (profileId, since) => client.call("suggestions", "list", profileId, since),
    },
    evaluations: {
      save: (profileId, records, keep) => client.call("evaluations", "save", profileId, records, keep),
      list: (profileId, query) => client.call("evaluations", "list", profileId, query),
    },
    signals: {
      save: (profileId, signals) => client.call("signals", "save", profileId, signals),
      list: (profileId, limit) => client.call("signals", "list", profileId, limit),
      find: (profileId, id) => client.call("signals", "find", profileId, id),
    },
    paperLedger: {
      save: (profileId, change, most) => client.call("paperLedger", "save", profileId, change, most),
      load: (profileId) => client.call("paperLedger", "load", profileId),
      list: (profileId, query) => client.call("paperLedger", "list", profileId, query),
    },
    cycles: {
      load: (profileId) => client.call("cycles", "load", profileId),
      save: (profileId, state) => client.call("cycles", "save", profileId, state),
    },
    candles: {
      save: (venue, symbol, timeframe, candles, source) =>
        client.call("candles", "save", venue, symbol, timeframe, candles, source),
      list: (venue, symbol, timeframe, query) => client.call("candles", "list", venue, symbol, timeframe, query),
      confirm: (venue, symbol, timeframe, range, candles) =>
        client.call("candles", "confirm", venue, symbol, timeframe, range, candles),
      replaceOwn: (venue, symbol, timeframe, range, candles) =>
        client.call("candles", "replaceOwn", venue, symbol, timeframe, range, candles),
      confirmed: (venue, symbol) => client.call("candles", "confirmed", venue, symbol),
      prune: (venue, symbol, timeframe, query) => client.call("candles", "prune", venue, symbol, timeframe, query),
      series: () => client.call("candles", "series"),
      size: () => client.call("candles", "size"),
    },
    paperExchange: {
      append: (accountId, records) => client.call("paperExchange", "append", accountId, records),
      load: (accountId) => client.call("paperExchange", "load", accountId),
    },
    nonces: {
      reserve: (fingerprint, atLeast) => client.call("nonces", "reserve", fingerprint, atLeast),
    },
  };
}
