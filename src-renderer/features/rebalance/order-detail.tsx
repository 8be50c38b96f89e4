// What does an order that did not simply fill have to say: what is not known, what is held back, what was asked?
import { Icon } from "#renderer/components/icon.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatClockSeconds } from "#renderer/lib/format-time.ts";
import type { Order } from "#shared/domain/order.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { PlanJournalLine } from "./journal-lines.ts";
import { heldBack, type OrderLine } from "./order-lines.ts";
import { Quantity } from "./quantity.tsx";

/** More answers than this would push the other orders off the screen; the journal has them all. */
const SHOWN_ANSWERS = 4;
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
      ? `It is not known yet whether ${venue} canceled order ${line.number}.`
      : `It is not known yet whether order ${line.number} exists at ${venue}.`;
  return (
    <div className="rb-unknown-box">
      <p className="semi">{question}</p>
      <p className="t2">
        {order.detail === null ? null : `${order.detail} `}
        Nothing new of this plan is sent until there is proof, and order {line.number} is not sent again. Up to{" "}
        <Quantity amount={held.amount} asset={held.asset} /> is held back for it.
      </p>
      {answers.length === 0 ? (
        <p className="t3">{venue} is being asked.</p>
      ) : (
        <ul>
          {answers.map(({ line: entry, lookup }) => (
            <li key={entry.seq}>
              <Icon name="check" size="tiny" />
              <span>{lookup?.asked}</span>
              <span className="t3">{lookup?.answer}</span>
              <span className="end t3 num">{formatClockSeconds(entry.ts, timeZone)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="t3">
        {order.expiresAt === null
          ? "This venue sets no end to an order, so silence is never proof: it stays unknown until the venue or you say otherwise."
          : `The venue takes it no more after ${formatClockSeconds(order.expiresAt, timeZone)}; clean answers some seconds later are proof.`}
      </p>
    </div>
  );
}
