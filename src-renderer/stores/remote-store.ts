// In which shape does the window keep what the engine told it?
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

/** The last value is kept while waiting and after a failure, so that the screen can grey it instead of emptying. */
export interface RemoteState<Value> {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly value: Value | null;
  readonly error: ShownError | null;
  /** Time of the engine's last event (its clock), in UTC milliseconds. */
  readonly receivedAt: number | null;
  /** Whose value it is, where values belong to a profile. */
  readonly profileId: ProfileId | null;
}

export type RemoteStore<Value> = StoreApi<RemoteState<Value>>;

const IDLE = { status: "idle", value: null, error: null, receivedAt: null, profileId: null } as const;

export function createRemoteStore<Value>(): RemoteStore<Value> {
  return createStore<RemoteState<Value>>(() => IDLE);
}

/** Before the first event: what another profile left behind is dropped, the same profile's value stays. */
export function markLoading<Value>(store: RemoteStore<Value>, profileId: ProfileId | null): void {
  store.setState((state) =>
    state.profileId === profileId && state.value !== null
      ? { status: "loading", error: null }
      : { ...IDLE, status: "loading", profileId },
  );
}

export function markReady<Value>(store: RemoteStore<Value>, value: Value, receivedAt: number): void {
  store.setState({ status: "ready", value, error: null, receivedAt });
}

export function markFailed<Value>(store: RemoteStore<Value>, error: ShownError): void {
  store.setState({ status: "failed", error });
}

/** Back to nothing: no profile is chosen. */
export function markIdle<Value>(store: RemoteStore<Value>): void {
  store.setState(IDLE);
}
