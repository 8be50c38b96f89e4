// How do a profile's orders or fills come into the window: page by page, and anew when one of them has changed?
import { useCallback, useState } from "react";
import { useStore } from "zustand";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { ordersStore } from "#renderer/stores/engine-stores.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { MAX_ORDER_PAGE, type OrderFilter } from "#shared/domain/order-filter.ts";

const PAGE = 500;
/** Changes are told by the standing; this catches what a lost connection swallowed. */
const LOOK_EVERY_MS = 60_000;
/** More would fill the window's memory; a filter brings the rest into reach. */
const MOST_ORDERS = 20_000;

export interface OrderPages<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

type Ask<Row> = (
  query: {
    readonly profileId: ProfileId;
    readonly filter: OrderFilter;
    readonly before?: number;
    readonly limit: number;
  },
  options: { readonly signal: AbortSignal },
) => PromiseLike<{ readonly rows: readonly Row[]; readonly next: number | null; readonly total: number }>;

export function useOrderPages<Row>(
  profileId: ProfileId,
  filter: OrderFilter,
  ask: Ask<Row>,
): { readonly remote: RemoteState<OrderPages<Row>>; readonly loadMore: () => void } {
  const revision = useStore(ordersStore, ({ value }) => value?.revision ?? 0);
  const key = `${profileId} ${JSON.stringify(filter)}`;
  const [goal, setGoal] = useState({ key, rows: PAGE });
  const wanted = goal.key === key ? goal.rows : PAGE;
  const remote = useQuery<OrderPages<Row>>({
    key,
    refresh: `${revision} ${wanted}`,
    everyMs: LOOK_EVERY_MS,
    ask: async (signal) => {
      const rows: Row[] = [];
      for (let before: number | undefined; ; ) {
        const limit = Math.min(MAX_ORDER_PAGE, wanted - rows.length);
        const page = await ask({ profileId, filter, limit, ...(before === undefined ? {} : { before }) }, { signal });
        rows.push(...page.rows);
        if (page.next === null || rows.length >= wanted) return { rows, total: page.total };
        before = page.next;
      }
    },
  });
  const loaded = remote.value?.rows.length ?? 0;
  const canGrow = remote.status === "ready" && loaded < (remote.value?.total ?? 0) && loaded < MOST_ORDERS;
  const loadMore = useCallback(() => {
    if (canGrow) setGoal({ key, rows: Math.min(MOST_ORDERS, loaded + PAGE) });
  }, [canGrow, key, loaded]);
  return { remote, loadMore };
}
