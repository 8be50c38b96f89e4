// What did a paper account do before this start?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import type { ExchangeRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { applyRecord, createExchangeState, type ExchangeState } from "#engine/simulation/exchange/exchange-state.ts";
import {
  type ClientIdRule,
  createExchangeRules,
  type ExchangeRules,
} from "#engine/simulation/exchange/market-rules.ts";
import type { Account } from "#shared/domain/account.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { exchangeRecordSchema } from "./exchange-record-schema.ts";

export interface OpenBooks {
  readonly state: ExchangeState;
  readonly rules: ExchangeRules;
  nextSeq: number;
}

/** Replays the account's records; an account without any is given its first deposits. Rejects with STORE_ codes. */
export async function openBooks(options: {
  readonly account: Account;
  readonly market: MarketModel;
  readonly repository: PaperExchangeRepository;
  readonly clock: Clock;
  readonly clientIds: ClientIdRule;
  readonly initialDeposits?: readonly { readonly asset: Asset; readonly amount: DecimalString }[];
}): Promise<OpenBooks> {
  const { account, repository } = options;
  const state = createExchangeState();
  const rules = createExchangeRules({
    venue: account.venue,
    accountId: account.id,
    fees: account.fees,
    clientIds: options.clientIds,
    instruments: options.market.instruments(account.venue),
    scales: state.scales,
  });
  let nextSeq = 1;
  for (const { seq, record } of await repository.load(account.id)) {
    applyStored(state, account, seq, record);
    nextSeq = seq + 1;
  }
  const books: OpenBooks = { state, rules, nextSeq };
  if (nextSeq === 1) await depositFirst(books, options);
  return books;
}

async function depositFirst(books: OpenBooks, options: Parameters<typeof openBooks>[0]): Promise<void> {
  const ts = options.clock.now();
  const records = (options.initialDeposits ?? []).map(
    ({ asset, amount }): ExchangeRecord => ({ kind: "deposited", ts, asset, amount }),
  );
  if (records.length === 0) return;
  await options.repository.append(
    options.account.id,
    records.map((record, index) => ({ seq: index + 1, record })),
  );
  for (const record of records) applyRecord(books.state, record);
  books.nextSeq = records.length + 1;
}

function applyStored(state: ExchangeState, account: Account, seq: number, record: unknown): void {
  const parsed = exchangeRecordSchema.safeParse(record);
  if (!parsed.success) throw damaged(account, seq, "cannot be read", parsed.error);
  try {
    applyRecord(state, parsed.data);
  } catch (error) {
    throw damaged(account, seq, "contradicts those before it", error);
  }
}

function damaged(account: Account, seq: number, problem: string, cause: unknown): EngineError {
  return new EngineError("STORE_DAMAGED", `Record ${seq} of paper account ${account.id} ${problem}`, { cause });
}
