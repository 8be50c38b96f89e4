// How is a command sent by a press: once at a time, with its failure shown where it was pressed?
import { useCallback, useRef, useState } from "react";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";

export interface Command<Input, Output> {
  readonly busy: boolean;
  readonly error: ShownError | null;
  /** Resolves to the output, or to null when it failed (see `error`) or one is under way already. */
  readonly run: (input: Input) => Promise<Output | null>;
  readonly clearError: () => void;
}

export function useCommand<Input, Output>(send: (input: Input) => PromiseLike<Output>): Command<Input, Output> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const underWay = useRef(false);
  const latest = useRef(send);
  latest.current = send;

  const run = useCallback(async (input: Input): Promise<Output | null> => {
    // State changes come a render late; the ref refuses the second press at once.
    if (underWay.current) return null;
    underWay.current = true;
    setBusy(true);
    setError(null);
    try {
      return await latest.current(input);
    } catch (failure) {
      setError(toShownError(failure));
      return null;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  }, []);
  const clearError = useCallback(() => setError(null), []);
  return { busy, error, run, clearError };
}
