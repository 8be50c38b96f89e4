// What happened to one order, step by step: states, what the venue answered, look-ups, fills?
import { ErrorState } from "#renderer/components/error-state.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatClockMillis } from "#renderer/lib/format-time.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { AuditLine, OrderRow } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { isTerminal } from "#shared/domain/order.ts";

export interface OrderLifeProps {
  readonly profileId: ProfileId;
  readonly row: OrderRow;
}

/** Look-ups change nothing that a stream tells of; an order that is over gets no new lines. */
const OPEN_EVERY_MS = 2_000;
const OVER_EVERY_MS = 600_000;
const TONE = { neutral: "", good: "up", attention: "ov", bad: "dn" } as const;

export function OrderLife({ profileId, row: { order } }: OrderLifeProps) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const { clientOrderId } = order;
  const life = useQuery<readonly AuditLine[]>({
    key: `${profileId} ${clientOrderId}`,
    refresh: order.updatedAt,
    everyMs: isTerminal(order.state) ? OVER_EVERY_MS : OPEN_EVERY_MS,
    ask: (signal) => client.orders.life({ profileId, clientOrderId }, { signal }),
  });
  if (life.value === null) {
    return life.error === null ? <SkeletonRows rows={5} rowHeight={32} /> : <ErrorState {...errorWords(life.error)} />;
  }
  return (
    <ol className="order-life" aria-label="Life of the order">
      {life.value.map((line) => (
        <li key={line.seq}>
          <span className="num f11 t3">{formatClockMillis(line.ts, timeZone)}</span>
          <details>
            <summary>
              <span className={`med ${TONE[line.tone]}`}>{line.title}</span>
              <span className="t2"> {line.detail}</span>
            </summary>
            <pre className="entry-json">{JSON.stringify(JSON.parse(line.json), null, 2)}</pre>
          </details>
        </li>
      ))}
    </ol>
  );
}
