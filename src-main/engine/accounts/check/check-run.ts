// What does each step of a check do, and what has the check found so far?

import { askVenue } from "#engine/accounts/ask-venue.ts";
import { describeFailure } from "#engine/accounts/describe-failure.ts";
import { draftAccount } from "#engine/accounts/draft-account.ts";
import type { CheckedKey } from "#engine/accounts/held-checks.ts";
import { secretsOf } from "#engine/accounts/key-bundle.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import type { EnteredCredentials, VenueMarket, Venues } from "#engine/ports/venues.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { assertNever, ensure } from "#shared/domain/assert.ts";
import { accountIdSchema, assetSchema, type VenueId } from "#shared/domain/ids.ts";
import { type KeyPermissions, missingToTrade } from "#shared/domain/key-permissions.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { checkClock } from "./check-clock.ts";
import { checkFormat, type FormatAnswer } from "./check-format.ts";
import { type Holdings, readHoldings, UNTOLD_FEES } from "./check-holdings.ts";
import { checkOrder } from "./check-order.ts";
import { judgePermissions, mustConfirmNoTransfer, readPermissions } from "./check-permissions.ts";
import type { CheckReport, StepId, Verdict } from "./check-report.ts";
import { failureWords } from "./failure-texts.ts";

/** Longest a step may take, whatever the venue does. */
const STEP_MS = 15 * SECOND_MS;
const FALLBACK_CURRENCY = assetSchema.parse("USD");
/** The account is not made yet; its client needs a name for it. */
const DRAFT_ID = accountIdSchema.parse("checked-key");

export interface CheckRunOptions {
  readonly venues: Venues;
  readonly guard: SecretGuard;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

export interface CheckRunRequest {
  readonly venue: VenueId;
  readonly endpoint: EndpointKind;
  readonly entered: EnteredCredentials;
  /** Says of a key's fingerprint that it is in use already; null where it is not. */
  readonly inUse: (fingerprint: string) => Verdict | null;
}

export class CheckRun {
  readonly #options: CheckRunOptions;
  readonly #request: CheckRunRequest;
  readonly #report: CheckReport;
  #key: FormatAnswer | null = null;
  #client: VenueClient | null = null;
  #permissions: KeyPermissions | null = null;
  #holdings: Holdings | null = null;

  constructor(options: CheckRunOptions, request: CheckRunRequest, report: CheckReport) {
    this.#options = options;
    this.#request = request;
    this.#report = report;
  }

  /** Never rejects: what goes wrong is the step's verdict. */
  async run(step: StepId, signal: AbortSignal): Promise<Verdict> {
    try {
      return await askVenue(this.#options.clock, this.#request.venue, STEP_MS, signal, (given) =>
        this.#step(step, given),
      );
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** What waits for the person's word. Only after every step ran and none failed. */
  passed(): { readonly key: CheckedKey; readonly canTrade: boolean } {
    const { credentials, fingerprint } = ensure(this.#key, "checked key");
    const permissions = ensure(this.#permissions, "permissions of the checked key");
    const { fees, currency } = ensure(this.#holdings, "holdings of the checked key");
    const { venue, endpoint } = this.#request;
    return {
      key: {
        venue,
        endpoint,
        credentials,
        fingerprint,
        permissions,
        mustConfirmNoTransfer: mustConfirmNoTransfer(permissions),
        fees,
        currency: currency ?? FALLBACK_CURRENCY,
      },
      canTrade: missingToTrade(permissions).length === 0,
    };
  }

  letGo(): void {
    if (this.#key === null) return;
    for (const secret of secretsOf(this.#key.credentials)) this.#options.guard.forget(secret);
    this.#key = null;
    this.#client = null;
  }

  async #step(step: StepId, signal: AbortSignal): Promise<Verdict> {
    switch (step) {
      case "format":
        return this.#format();
      case "clock":
        return checkClock(this.#market(), this.#options.clock, signal);
      case "permissions":
        return this.#checkPermissions(signal);
      case "balances":
        return this.#checkBalances(signal);
      case "order":
        return checkOrder({
          client: this.#open(),
          market: this.#market(),
          ids: this.#options.ids,
          permissions: ensure(this.#permissions, "permissions"),
          holdings: ensure(this.#holdings, "holdings"),
          signal,
        });
      default:
        return assertNever(step);
    }
  }

  #format(): Verdict {
    const { answer, verdict } = checkFormat({ ...this.#request, venues: this.#options.venues });
    this.#key = answer;
    if (answer !== null) {
      for (const secret of secretsOf(answer.credentials)) this.#options.guard.register(secret);
      this.#report.format = answer.format;
    }
    return verdict;
  }

  async #checkPermissions(signal: AbortSignal): Promise<Verdict> {
    const { clock } = this.#options;
    const permissions = await readPermissions(this.#open(), clock, signal);
    this.#permissions = permissions;
    this.#report.permissions = permissions;
    return judgePermissions(this.#request.venue, permissions, clock.now());
  }

  async #checkBalances(signal: AbortSignal): Promise<Verdict> {
    const { holdings, verdict } = await readHoldings(this.#open(), this.#market(), signal);
    this.#holdings = holdings;
    this.#report.balances = holdings.totals;
    return verdict;
  }

  #market(): VenueMarket {
    return this.#options.venues.market(this.#request.venue, this.#request.endpoint);
  }

  #open(): VenueClient {
    const { venues, clock } = this.#options;
    const { venue, endpoint } = this.#request;
    const { credentials, fingerprint } = ensure(this.#key, "checked key");
    this.#client ??= venues.client({
      account: draftAccount({
        id: DRAFT_ID,
        name: venueName(venue),
        key: { venue, endpoint, fingerprint, fees: UNTOLD_FEES, permissions: null },
        now: clock.now(),
        storedIn: "keychain",
        confirmedNoTransfer: false,
      }),
      endpoint,
      credentials: async () => credentials,
    });
    return this.#client;
  }

  #failed(error: unknown): Verdict {
    const { venue } = this.#request;
    const { code, message } = describeFailure(error, this.#options.guard, `checking a key of ${venueName(venue)}`);
    return { state: "failed", message, ...failureWords(venue, code) };
  }
}
