// How is one of the library's unified methods called, and its result read as text?
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseExactJson } from "#exchanges/shared/exact-json.ts";
import type { CallOptions, CallResult, VenueSession } from "#exchanges/shared/venue-session.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { UnifiedExchange } from "./load-exchange.ts";
import { COSTS } from "./quirks.ts";

type Ability = (keyof UnifiedExchange & string) | "fetchMarkets";

export class UnifiedSession {
  readonly session: VenueSession;
  readonly #venue: VenueId;
  readonly #exchange: () => UnifiedExchange | null;

  constructor(venue: VenueId, session: VenueSession, exchange: () => UnifiedExchange | null) {
    this.#venue = venue;
    this.session = session;
    this.#exchange = exchange;
  }

  /** The verdict of a call that `has` allows; without the ability nothing is sent. */
  call(
    ability: Ability,
    invoke: (exchange: UnifiedExchange) => Promise<unknown>,
    options: CallOptions = {},
  ): Promise<CallResult> {
    const checked = async () => {
      const exchange = this.#exchange();
      if (exchange === null) throw lacking(this.#venue, ability);
      // `emulated` ones are put together from several answers, or keep what an earlier call said.
      if (exchange.has[ability] !== true) throw lacking(this.#venue, ability);
      return invoke(exchange);
    };
    const body = (result: unknown) => new Answer(this.#venue, ability, asText(result));
    return this.session.unified(checked, body, { ...options, costs: COSTS });
  }

  async read(
    ability: Ability,
    invoke: (exchange: UnifiedExchange) => Promise<unknown>,
    options: CallOptions = {},
  ): Promise<Answer> {
    const result = await this.call(ability, invoke, options);
    if (!result.ok) throw result.verdict.error;
    return result.reply.body;
  }
}

function lacking(venue: VenueId, ability: string): EngineError {
  return new EngineError(
    "VENUE_NOT_SUPPORTED",
    `${venueName(venue)} cannot do this through the library (${ability}).`,
    {
      data: { venue, ability },
    },
  );
}

const MOST_EXACT_DIGITS = 15;

/** Numbers become text like everywhere. One that computing has left with more digits than a double holds is not told at all. */
function asText(result: unknown): unknown {
  const told = JSON.stringify(result, (_key, value: unknown) =>
    typeof value === "number" && !isExact(value) ? null : value,
  );
  return told === undefined ? undefined : parseExactJson(told);
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || String(value).replace(/e.*$|[-.]|^0\.0*/g, "").length <= MOST_EXACT_DIGITS;
}
