// In which of its five states is a panel fed by a store? And how does an error read?
import { ERROR_CODES } from "#shared/contract/errors.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { RemoteState } from "./remote-store.ts";

/** What happened, what it means for money, what to do: the three sentences every error shows. */
export interface ErrorWords {
  readonly happened: string;
  readonly meaning: string;
  readonly next: string;
  readonly code?: string;
}

export function errorWords(error: ShownError): ErrorWords {
  if (error.code === "CONNECTION_LOST") {
    return {
      happened: error.message,
      meaning: "Orders at the venues stay as they are; plans under way go on in the engine.",
      next: "This view comes back by itself.",
    };
  }
  const { money, next } = ERROR_CODES[error.code];
  return { happened: error.message, meaning: money, next, code: error.code };
}

export type PanelState<Value> =
  | { readonly state: "loading" }
  | { readonly state: "empty" }
  | { readonly state: "live"; readonly value: Value }
  | { readonly state: "stale"; readonly value: Value; readonly ageMs: number }
  | { readonly state: "error"; readonly error: ErrorWords };

export interface PanelStateOptions<Value> {
  /** Whether the value has nothing to show. */
  readonly isEmpty?: (value: Value) => boolean;
  /** Time on screen (`nowStore`), for the age of a value kept after a failure. */
  readonly now: number;
}

/** A failed stream keeps its last value on screen, greyed with its age; without one the error is shown. */
export function toPanelState<Value>(remote: RemoteState<Value>, options: PanelStateOptions<Value>): PanelState<Value> {
  const { value, error } = remote;
  if (value === null) return error === null ? { state: "loading" } : { state: "error", error: errorWords(error) };
  if (options.isEmpty?.(value) === true) return { state: "empty" };
  if (remote.status === "failed") {
    return { state: "stale", value, ageMs: Math.max(0, options.now - (remote.receivedAt ?? options.now)) };
  }
  return { state: "live", value };
}
