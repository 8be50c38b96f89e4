// How does a screen ask something that is no stream? At once, again from time to time, and after each reconnection.
import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import {
  createRemoteStore,
  markFailed,
  markLoading,
  markReady,
  type RemoteState,
} from "#renderer/stores/remote-store.ts";
import { toShownError } from "#shared/contract/shown-error.ts";

export interface QueryOptions<Value> {
  /** What is asked for: another key starts empty, so that no answer stands under another question. */
  readonly key: string;
  readonly ask: (signal: AbortSignal) => PromiseLike<Value>;
  readonly everyMs: number;
  /** Asks again when it changes; the last answer stays on screen meanwhile. */
  readonly refresh?: string | number;
}

export function useQuery<Value>({ key, ask, everyMs, refresh }: QueryOptions<Value>): RemoteState<Value> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a store belongs to its key.
  const store = useMemo(() => createRemoteStore<Value>(), [key]);
  const latest = useRef(ask);
  latest.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `refresh` is only ever compared.
  useEffect(() => {
    const over = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let round = 0;
    const askNow = async () => {
      clearTimeout(timer);
      round += 1;
      const own = round;
      const isCurrent = () => !over.signal.aborted && own === round;
      markLoading(store, null);
      try {
        const value = await latest.current(over.signal);
        if (isCurrent()) markReady(store, value, nowStore.getState().now);
      } catch (error) {
        if (isCurrent()) markFailed(store, toShownError(error));
      }
      if (isCurrent()) timer = setTimeout(() => void askNow(), everyMs);
    };
    void askNow();
    // A lost connection makes the answer old at once; a new one brings a new answer.
    const stop = connectionStore.subscribe((now, before) => {
      if (now.state !== before.state && (now.state === "open" || now.state === "lost")) void askNow();
    });
    return () => {
      stop();
      clearTimeout(timer);
      over.abort();
    };
  }, [store, everyMs, refresh]);
  return useStore(store);
}
