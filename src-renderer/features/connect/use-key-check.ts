// How is a key checked, line by line, and how does the check end: passed, failed, stopped, or with a lost engine?
import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";
import type { CheckEvent } from "#shared/contract/views.ts";

export type CheckRequest = Parameters<SchwabotClient["accounts"]["check"]>[0];

export interface KeyCheck {
  readonly running: boolean;
  /** The latest event; null before the first. */
  readonly event: CheckEvent | null;
  /** Why it ended without a result. */
  readonly error: ShownError | null;
  /** The request is handed on and not kept: it holds the key. */
  readonly start: (request: CheckRequest) => void;
  /** Leaves the stream: the engine stops and lets the key go. */
  readonly stop: () => void;
}

interface CheckState {
  readonly running: boolean;
  readonly event: CheckEvent | null;
  readonly error: ShownError | null;
}

const NOTHING: CheckState = { running: false, event: null, error: null };
const CUT_OFF: ShownError = {
  code: "CONNECTION_LOST",
  message: "The check ended without a result: the connection to the engine was lost.",
};

export function useKeyCheck(): KeyCheck {
  const client = useClient();
  const [state, setState] = useState<CheckState>(NOTHING);
  const current = useRef<AbortController | null>(null);

  const stop = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setState(NOTHING);
  }, []);

  const start = useCallback(
    (request: CheckRequest) => {
      current.current?.abort();
      const own = new AbortController();
      current.current = own;
      setState({ running: true, event: null, error: null });
      const tell = (next: (before: CheckState) => CheckState) => {
        if (!own.signal.aborted) setState(next);
      };
      void followCheck(client.accounts.check(request, { signal: own.signal }), (event) =>
        tell(() => ({ running: event.result === null, event, error: null })),
      ).then(
        (isWhole) => tell((before) => (isWhole ? before : { ...before, running: false, error: CUT_OFF })),
        (error: unknown) => {
          const shown = toShownError(error);
          // Nothing is tried again here: the key is gone from this window.
          tell((before) => ({
            ...before,
            running: false,
            error: shown.code === "CONNECTION_LOST" ? CUT_OFF : shown,
          }));
        },
      );
    },
    [client],
  );

  useEffect(() => () => current.current?.abort(), []);
  return { ...state, start, stop };
}

/** Whether the stream ended with a result. */
async function followCheck(
  opening: PromiseLike<AsyncIterable<CheckEvent>>,
  onEvent: (event: CheckEvent) => void,
): Promise<boolean> {
  for await (const event of await opening) {
    onEvent(event);
    if (event.result !== null) return true;
  }
  return false;
}
