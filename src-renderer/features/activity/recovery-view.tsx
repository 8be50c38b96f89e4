// What was under way when the program ended without warning, and what has become of it?
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { ordersStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { OrderStanding } from "#shared/contract/views.ts";
import { isTerminal } from "#shared/domain/order.ts";
import type { PlanState } from "#shared/domain/plan.ts";
import { venueName } from "#shared/domain/venue.ts";
import { openActivityView } from "./activity-views.ts";
import { STATE_WORDS } from "./order-words.ts";

type Recovery = NonNullable<OrderStanding["recovery"]>;

const PLAN_WORDS: Readonly<Record<PlanState, string>> = {
  DRAFT: "drafted",
  PREVIEWED: "shown",
  APPROVED: "approved, nothing sent",
  EXECUTING: "sending orders",
  RECONCILING: "comparing with the venues",
  DONE: "done",
  DONE_PARTIAL: "done in part",
  ABORTED: "ended",
  PAUSED: "held",
};

export function RecoveryView() {
  const standing = useStore(ordersStore);
  const { timeZone } = usePreferences();
  const now = useNow();
  const state = toPanelState(standing, { now, isEmpty: ({ recovery }) => recovery === null });
  return (
    <Panel
      title="Recovery report"
      className="grow"
      meta={
        standing.value?.recovery == null
          ? undefined
          : `Start of ${formatDateTime(standing.value.recovery.startedAt, timeZone)}`
      }
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={6} rowHeight={32} />
          </PanelBody>
        }
        empty={{
          children: "Nothing was under way when this program was started last: there was nothing to recover.",
          action: <Button onClick={() => openActivityView("orders")}>Show all orders</Button>,
        }}
      >
        {({ recovery, readiness }) =>
          recovery === null ? null : (
            <PanelBody scroll>
              <div className="stack">
                <Summary recovery={recovery} ready={readiness.ok} reason={readiness.reason} />
                {recovery.orders.length === 0 ? null : <OrdersThen recovery={recovery} />}
              </div>
            </PanelBody>
          )
        }
      </LoadableView>
    </Panel>
  );
}

function Summary({ recovery, ready, reason }: { recovery: Recovery; ready: boolean; reason: string }) {
  const { plan, orders } = recovery;
  const left = orders.filter(({ row }) => !isTerminal(row.order.state)).length;
  return (
    <>
      <Note
        tone={ready && left === 0 ? "ok" : "over"}
        title={ready ? "The venues were compared with the journal." : "Read-only:"}
      >
        {ready ? "" : `${reason} `}
        {orders.length === 0
          ? "No order was open when the program ended."
          : left === 0
            ? `${orders.length === 1 ? "The order that was open is" : `All ${orders.length} orders that were open are`} over and known.`
            : `${left} of ${orders.length} orders that were open are still looked after; their amounts stay reserved.`}{" "}
        Nothing new was sent by itself.
      </Note>
      {plan === null ? null : (
        <Note
          tone={plan.now === "PAUSED" ? "over" : "plain"}
          icon={plan.now === "PAUSED" ? "pause" : "info"}
          title={`The plan was ${PLAN_WORDS[plan.before]}; it is ${PLAN_WORDS[plan.now]} now.`}
        >
          {plan.reason?.message ?? ""}{" "}
          {plan.now === "PAUSED" ? (
            <Button
              onClick={() => {
                location.hash = hashOf("rebalance");
              }}
            >
              Decide on the plan
            </Button>
          ) : null}
        </Note>
      )}
    </>
  );
}

function OrdersThen({ recovery }: { recovery: Recovery }) {
  const { hideAmounts: hidden } = usePreferences();
  return (
    <table className="tbl">
      <caption className="sr">Orders that were open, then and now</caption>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col">Venue</th>
          <th scope="col">When the program ended</th>
          <th scope="col">Now</th>
          <th scope="col" className="num">
            Filled
          </th>
          <th scope="col">
            <span className="sr">Details</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {recovery.orders.map(({ before, row: { order } }) => (
          <tr key={order.clientOrderId}>
            <td className="med">
              {order.side === "buy" ? "Buy" : "Sell"} {order.symbol}
            </td>
            <td className="t2">{venueName(order.venue)}</td>
            <td>
              <Chip tone="muted">{before === "SUBMITTING" ? "On its way" : STATE_WORDS[before].word}</Chip>
            </td>
            <td>
              <Chip tone={STATE_WORDS[order.state].tone} icon={STATE_WORDS[order.state].icon}>
                {STATE_WORDS[order.state].word}
              </Chip>
            </td>
            <td className="num">
              {formatQuantity(order.filledQuantity, { hidden })} of {formatQuantity(order.quantity, { hidden })}
            </td>
            <td className="num">
              <Button
                onClick={() => {
                  location.hash = hashOf("activity", "orders", order.clientOrderId);
                }}
              >
                Its life
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
