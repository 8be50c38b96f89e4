// Which asset of a profile's pool is proposed to join it, and what does a person's answer do? Nothing changes without one.
import { EngineError } from "#engine/core/engine-error.ts";
import { type PastCandles, readPastCandles } from "#engine/core/read-past-candles.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { toCandleColumns } from "#engine/signals/features/compute-candle-columns.ts";
import type { AssetChoiceView } from "#shared/contract/asset-choice.ts";
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type Asset, type MarketSymbol, marketSymbolSchema, type ProfileId, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { MarketSource, Profile } from "#shared/domain/profile.ts";
import type { Quote } from "#shared/domain/quote.ts";
import { DAY_MS, HOUR_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { changeProfile } from "./change-profile.ts";
import { type AssetChoice, computeAssetChoice, computePoolScores, type PoolReading } from "./compute-asset-choice.ts";
import { computeChoiceCost, planChoiceTargets } from "./plan-asset-choice.ts";
import type { ProfileRegistry } from "./profile-registry.ts";

/** 90 days of hourly returns, the close before them, and the hour that is still open. */
const BARS = 90 * 24 + 2;
const VOLUME_BARS = 30 * 24;
const LEAST_GAP_MS = 30 * DAY_MS;
/** Pools are scored by whole hours. */
const KEPT_MS = HOUR_MS;
const RATIO_SCALE = 12;
/** Where the market has no price now: five basis points to each side. */
const USUAL_HALF_SPREAD = Decimal.parse("0.0005");

interface ChoiceMarket extends PastCandles {
  instrument(venue: VenueId, symbol: MarketSymbol): Instrument | null;
  quote(venue: VenueId, symbol: MarketSymbol): Pick<Quote, "bid" | "ask"> | null;
}

export interface AssetChoiceOptions {
  readonly profiles: Pick<ProfileRegistry, "profile" | "change">;
  readonly market: (source: MarketSource) => ChoiceMarket;
  /** Null while it is not known. */
  readonly totalValue: (profileId: ProfileId) => DecimalString | null;
  readonly clock: Clock;
}

/** `targets`: as they were shown; null where they stay. */
export interface ChoiceAnswer {
  readonly asset: Asset;
  readonly answer: "taken" | "kept";
  readonly targets: Targets | null;
}

type Pool = ReturnType<typeof computePoolScores>;

export class AssetChoiceService {
  readonly #options: AssetChoiceOptions;
  readonly #pools = new Map<string, { readonly at: UnixMs; readonly pool: Promise<Pool> }>();

  constructor(options: AssetChoiceOptions) {
    this.#options = options;
  }

  /** Rejects with PROFILE_NOT_FOUND, and with VENUE_ or FEED_ codes where candles cannot be read. */
  async read(profileId: ProfileId): Promise<AssetChoiceView> {
    const { profiles, clock } = this.#options;
    const profile = profiles.profile(profileId);
    const holder = profile.strategies.chosenAsset;
    const answered = profile.assetChoice?.at ?? null;
    const now = clock.now();
    if (answered !== null && now < answered + LEAST_GAP_MS) {
      const nextAt = unixMs(answered + LEAST_GAP_MS);
      return { kind: "early", holder, nextAt, ...NOTHING };
    }
    const pool = await this.#pool(profile);
    const choice = computeAssetChoice({ pool, holder, chosenAt: null, now });
    const { best, lead } = bestOf(choice);
    return {
      ...{ kind: choice.kind, holder, best, lead, nextAt: null, rankStability: pool.rankStability },
      scores: pool.scores.map((score) => ({ ...score })),
      unread: [...pool.unread],
      proposal: choice.kind === "choose" ? this.#proposal(profile, choice.asset) : null,
    };
  }

  /**
   * Takes the proposed asset, with the targets as they were shown, or keeps all as it is; both are journaled, and 30 days pass before the
   * next proposal. Rejects with INPUT_INVALID where the proposal is not what was shown, PROFILE_ or STORE_ codes; then nothing has changed.
   */
  async answer(profileId: ProfileId, { asset, answer, targets }: ChoiceAnswer): Promise<Profile> {
    const { profiles, clock } = this.#options;
    const shown = await this.read(profileId);
    if (shown.kind !== "choose" || shown.best !== asset) refuseOld("asset");
    return await profiles.change(
      profileId,
      (current) => {
        const given = { ...current, assetChoice: { at: clock.now(), asset, answer } };
        if (answer === "kept") return given;
        const planned = planChoiceTargets(current, asset).targets;
        if (canonicalHash(planned) !== canonicalHash(targets)) refuseOld("targets");
        const changes = { strategies: { chosenAsset: asset }, ...(planned === null ? {} : { targets: planned }) };
        return changeProfile(given, changes);
      },
      {
        events: [{ kind: "assetChoice.answered", asset, holder: shown.holder, answer, lead: shown.lead }],
        reopen: false,
      },
    );
  }

  #proposal(profile: Profile, asset: Asset): AssetChoiceView["proposal"] {
    const { targets, reason } = planChoiceTargets(profile, asset);
    const value = this.#options.totalValue(profile.id);
    const cost =
      targets === null || value === null
        ? { turnover: null, cost: null }
        : computeChoiceCost({ before: profile.targets, after: targets }, value, (name) => this.#costOf(profile, name));
    return { targets, targetsReason: reason, ...cost };
  }

  /** A taker's fee and half the spread, as a share; null for cash. */
  #costOf(profile: Profile, asset: Asset): Decimal | null {
    if (asset === profile.currency || profile.cashAssets.includes(asset)) return null;
    const place = this.#place(profile, asset);
    const fee = Decimal.parse(place?.fee ?? profile.accounts[0]?.fees.taker ?? "0");
    const quote = place === null ? null : this.#options.market(profile.source).quote(place.venue, place.symbol);
    const [bid, ask] = [Decimal.parse(quote?.bid ?? "0"), Decimal.parse(quote?.ask ?? "0")];
    const known = bid.isPositive && ask.gt(bid);
    return fee.add(known ? ask.sub(bid).div(ask.add(bid), RATIO_SCALE, "up") : USUAL_HALF_SPREAD);
  }

  /** The first account's venue at which the asset is traded against the profile's currency. */
  #place(profile: Profile, asset: Asset) {
    const market = this.#options.market(profile.source);
    const symbol = marketSymbolSchema.parse(`${asset}/${profile.currency}`);
    for (const { venue, fees } of profile.accounts) {
      if (market.instrument(venue, symbol) !== null) return { venue, symbol, fee: fees.taker };
    }
    return null;
  }

  #pool(profile: Profile): Promise<Pool> {
    const { id, accounts, currency, cashAssets, strategies } = profile;
    const assets = strategies.assetPool.filter(
      (asset) => !strategies.baseAssets.includes(asset) && asset !== currency && !cashAssets.includes(asset),
    );
    const key = JSON.stringify([id, assets, currency, accounts.map(({ venue }) => venue)]);
    const now = this.#options.clock.now();
    const known = this.#pools.get(key);
    if (known !== undefined && now - known.at < KEPT_MS) return known.pool;
    const pool = this.#read(profile, assets);
    this.#pools.set(key, { at: now, pool });
    // What failed is asked for again the next time.
    pool.catch(() => this.#pools.delete(key));
    return pool;
  }

  async #read(profile: Profile, assets: readonly Asset[]): Promise<Pool> {
    const readings: PoolReading[] = [];
    for (const asset of assets) {
      const place = this.#place(profile, asset);
      const market = this.#options.market(profile.source);
      const candles = place === null ? [] : await readPastCandles(market, { ...place, timeframe: "1h", bars: BARS });
      const { close, volume } = toCandleColumns(candles);
      const first = Math.max(0, close.length - VOLUME_BARS);
      const traded = volume.reduce((sum, units, bar) => (bar < first ? sum : sum + units * (close[bar] ?? 0)), 0);
      readings.push({ asset, closes: close, volume: traded });
    }
    return computePoolScores(readings);
  }
}

const NOTHING = { best: null, lead: null, scores: [], unread: [], rankStability: null, proposal: null };

function bestOf(choice: AssetChoice): { readonly best: Asset | null; readonly lead: number | null } {
  switch (choice.kind) {
    case "keep":
      return { best: choice.best, lead: choice.lead };
    case "choose":
      return { best: choice.asset, lead: choice.lead };
    default:
      return { best: null, lead: null };
  }
}

function refuseOld(path: "asset" | "targets"): never {
  throw new EngineError("INPUT_INVALID", "The proposal is not the one that was shown any more: look at it again.", {
    data: { path },
  });
}
