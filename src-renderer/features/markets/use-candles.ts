// Which candles does the chart have: the newest page at once, older ones as the view gets there, live ones as they come?
import { useCallback, useMemo, useRef, useState } from "react";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "#shared/domain/candle.ts";
import { appendCandle, asLists, joinOlder } from "./live-candles.ts";
import { type Market, marketKey } from "./market-choice.ts";

const PAGE = 500;
/** History is asked again so that a pause of the window leaves no hole; never more often than this. */
const LEAST_REFRESH_MS = 300_000;
const NONE: readonly Candle[] = [];

export interface Candles {
  readonly key: string;
  /** Whether and why there are none. */
  readonly remote: RemoteState<readonly Candle[]>;
  /** Ascending; the same array until a page is added. */
  readonly history: readonly Candle[];
  /** The newest ones, as they grow. */
  readonly live: readonly Candle[];
  /** Undefined once the first candle that is known is there. */
  readonly loadOlder: (() => void) | undefined;
}

interface Older {
  readonly key: string;
  readonly candles: readonly Candle[];
  readonly complete: boolean;
}

export function useCandles({ venue, symbol }: Market, timeframe: Timeframe): Candles {
  const client = useClient();
  const key = `${marketKey({ venue, symbol })} ${timeframe}`;
  const [older, setOlder] = useState<Older>({ key, candles: NONE, complete: false });
  const remote = useQuery<readonly Candle[]>({
    key,
    ask: (signal) => client.marketData.candles({ venue, symbol, timeframe, limit: PAGE }, { signal }),
    everyMs: Math.max(LEAST_REFRESH_MS, TIMEFRAME_MS[timeframe]),
  });
  const live = useStream<readonly Candle[], readonly Candle[]>({
    key,
    open: async (signal) => asLists(await client.marketData.watchCandle({ venue, symbol, timeframe }, { signal })),
    apply: appendCandle,
  });
  const ownOlder = older.key === key ? older.candles : NONE;
  const newest = remote.value ?? NONE;
  const history = useMemo(() => joinOlder(ownOlder, newest), [ownOlder, newest]);
  const page = useCommand(async (before: Candle["openTime"]) =>
    client.marketData.candles({ venue, symbol, timeframe, before, limit: PAGE }),
  );
  const current = useRef({ key, history });
  current.current = { key, history };
  const { run } = page;
  const loadOlder = useCallback(() => {
    const first = current.current.history[0];
    const asked = current.current.key;
    if (first === undefined) return;
    void run(first.openTime).then((candles) => {
      if (candles === null) return;
      setOlder((before) => ({
        key: asked,
        candles: joinOlder(candles, before.key === asked ? before.candles : NONE),
        complete: candles.length === 0,
      }));
    });
  }, [run]);
  const complete = older.key === key && older.complete;
  return { key, remote, history, live: live.value ?? NONE, loadOlder: complete ? undefined : loadOlder };
}
