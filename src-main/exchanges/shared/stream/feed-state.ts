// What is told of a feed as a whole? One state and one sentence, from what its sockets, REST and the venue itself say.
import type { FeedDiagnostics, FeedStatus } from "#engine/ports/market-data-feed.ts";
import type { StatusEvent } from "./stream-event.ts";

type Told = Pick<FeedStatus, "state" | "detail">;

export class FeedState {
  #maintenance: string | null = null;
  #note: string | null = null;
  #rest: { readonly answers: boolean; readonly detail: string | null } | null = null;
  #told: Told | null = null;
  lastEnd: FeedDiagnostics["lastEnd"] = null;

  /** Takes what the venue says of itself; true where maintenance is over. */
  takeVenue({ state, detail }: StatusEvent): boolean {
    const wasMaintenance = this.#maintenance !== null;
    this.#maintenance = state === "maintenance" ? (detail ?? "The venue is under maintenance.") : null;
    this.#note = state === "online" || state === "maintenance" ? null : (detail ?? `The venue says ${state}.`);
    return wasMaintenance && this.#maintenance === null;
  }

  /** REST answered, or not, while sockets were down; true where it answers again. */
  takeRest(answers: boolean, detail: string | null): boolean {
    const cameBack = answers && this.#rest?.answers === false;
    this.#rest = { answers, detail };
    return cameBack;
  }

  /** All sockets serve: what REST said is over. */
  allServe(): void {
    this.#rest = null;
  }

  /** What is to be told now; null while it is what was told. */
  change(lanes: { readonly all: number; readonly down: number }): Told | null {
    const now = this.#now(lanes);
    if (this.#told?.state === now.state && this.#told.detail === now.detail) return null;
    this.#told = now;
    return now;
  }

  #now({ all, down }: { readonly all: number; readonly down: number }): Told {
    if (this.#maintenance !== null) return { state: "down", detail: this.#maintenance };
    if (all === 0) return { state: "connecting", detail: null };
    if (down === 0) return { state: "live", detail: this.#note };
    if (this.#rest?.answers === true) {
      return { state: "live", detail: "The stream is interrupted; prices are asked for every 2 s meanwhile." };
    }
    if (this.#rest !== null) return { state: "down", detail: this.lastEnd?.reason ?? this.#rest.detail };
    if (down < all) return { state: "live", detail: this.#note };
    return { state: "connecting", detail: this.lastEnd?.reason ?? null };
  }
}
