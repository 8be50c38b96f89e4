// What does an order that did not simply fill have to say: what is not known, what is held back, what was asked?
import { Icon } from "#renderer/components/icon.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatClockSeconds } from "#renderer/lib/format-time.ts";
import { heldBack } from "#renderer/lib/held-back.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { PlanJournalLine } from "./journal-lines.ts";
import type { OrderLine } from "./order-lines.ts";
import { Quantity } from "./quantity.tsx";

/** More answers than this would push the other orders off the screen; the journal has them all. */
const SHOWN_ANSWERS = 3;
const COLUMNS = 7;

export interface OrderDetailProps {
  readonly line: OrderLine;
  readonly record: PlanRecord;
  readonly journal: readonly PlanJournalLine[];
}

export function OrderDetail({ line, record, journal }: OrderDetailProps) {
  const { order } = line;
  if (order === null) return null;
  if (line.unknown) {
    return (
      <tr className="rb-unknown rb-detail">
        <td />
        <td colSpan={COLUMNS - 1}>
          <UnknownOrder line={line} order={order} journal={journal} />
        </td>
      </tr>
    );
  }
  if (order.detail === null || line.ratio >= 1) return null;
  return (
    <tr className="rb-detail">
      <td />
      <td colSpan={COLUMNS - 1} className="t2">
        {order.detail}
        {record.state === "EXECUTING" && line.ratio > 0 ? " The rest is sent in a new order." : ""}
      </td>
    </tr>
  );
}

interface UnknownOrderProps {
  readonly line: OrderLine;
  readonly order: Order;
  readonly journal: readonly PlanJournalLine[];
}

function UnknownOrder({ line, order, journal }: UnknownOrderProps) {
  const { timeZone } = usePreferences();
  const held = heldBack(order);
  const venue = venueName(order.venue);
  const answers = journal.filter(({ lookup }) => lookup?.clientOrderId === order.clientOrderId).slice(0, SHOWN_ANSWERS);
  const question =
    order.state === "CANCEL_UNKNOWN"
      ? `${venue} has not said whether it canceled order ${line.number}.`
      : `${venue} has not said whether order ${line.number} exists.`;
  const clock = (ts: number) => formatClockSeconds(ts, timeZone);
  return (
    <div className="rb-unknown-box">
      <p className="semi f13">{question}</p>
      <p className="t2">
        {order.detail ?? "The venue is asked until there is proof; nothing new of this plan is sent meanwhile."} Order{" "}
        {line.number} is not sent again. Up to <Quantity amount={held.amount} asset={held.asset} exact /> is held back
        for it.
      </p>
      <ul>
        {answers.map(({ line: entry, lookup }) =>
          lookup === null ? null : (
            <li key={entry.seq}>
              <Icon name={lookup.answered ? "check" : "unknown"} size="tiny" />
              <span>{lookup.asked}</span>
              <span className="end t2">{lookup.answer}</span>
              <span className="t3 num rb-clock">{clock(entry.ts)}</span>
            </li>
          ),
        )}
      </ul>
      <p className="t3">
        {order.expiresAt === null
          ? "This venue sets no end to an order, so silence is never proof: it stays unknown until the venue or you say otherwise."
          : `The venue takes it no more after ${clock(order.expiresAt)}; clean answers some seconds later are proof.`}
      </p>
    </div>
  );
}
