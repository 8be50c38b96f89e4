// What may a call about orders and fills reach? The slot of the contract file of the same name, kept apart for its size.
import type { FillRow, OrderRow, OrderStanding } from "#shared/contract/views.ts";
import type { ExecutionQuality } from "#shared/domain/execution-quality.ts";
import type { ClientOrderId, ProfileId } from "#shared/domain/ids.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { OrderFilter } from "#shared/domain/order-filter.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { StreamSource } from "./watch-stream.ts";

type MaybePromise<T> = T | Promise<T>;

interface PageQuery {
  readonly filter: OrderFilter;
  readonly before?: number | undefined;
  readonly limit: number;
}

interface Page<Row> {
  readonly rows: Row[];
  readonly next: number | null;
  readonly total: number;
}

/** Everything rejects with PROFILE_NOT_FOUND; what is about one order with ORDER_NOT_FOUND and ORDER_STATE. */
export interface OrdersApi {
  list(profileId: ProfileId, query: PageQuery): MaybePromise<Page<OrderRow>>;
  fills(profileId: ProfileId, query: PageQuery): MaybePromise<Page<FillRow>>;
  standing(profileId: ProfileId): MaybePromise<StreamSource<OrderStanding, void>>;
  life(profileId: ProfileId, id: ClientOrderId): Promise<readonly JournalEntry[]>;
  cancel(profileId: ProfileId, id: ClientOrderId): Promise<OrderRow>;
  attest(profileId: ProfileId, id: ClientOrderId, evidence: string): Promise<OrderRow>;
  quality(
    profileId: ProfileId,
    query: { readonly from?: UnixMs | undefined; readonly until?: UnixMs | undefined; readonly limit: number },
  ): MaybePromise<ExecutionQuality>;
}
