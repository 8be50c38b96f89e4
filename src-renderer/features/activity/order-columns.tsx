// Which columns do the tables of orders and fills have?
import { Chip, SideChip } from "#renderer/components/chip.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatClockSeconds, formatDateTime, formatDay, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { FillRow, OrderRow } from "#shared/contract/views.ts";
import { orderPhase } from "#shared/domain/order-filter.ts";
import { venueName } from "#shared/domain/venue.ts";
import { STATE_WORDS } from "./order-words.ts";

interface ColumnsInput {
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
}

function timeCell(time: number, zone: TimeZoneChoice) {
  return (
    <span className="num f11" title={formatDateTime(time, zone)}>
      {formatDay(time, zone)} {formatClockSeconds(time, zone)}
    </span>
  );
}

const timeHead = (zone: TimeZoneChoice) => (zone === "utc" ? "Time, UTC" : "Time");

/** None sorts: the engine gives them newest first, and only a part of them may be here. */
export function orderColumns({ timeZone, hidden }: ColumnsInput): readonly DataColumn<OrderRow>[] {
  return [
    { id: "time", head: timeHead(timeZone), width: 116, cell: ({ plannedAt }) => timeCell(plannedAt, timeZone) },
    {
      id: "state",
      head: "State",
      width: 126,
      cell: ({ order }) => {
        const { word, tone, icon } = STATE_WORDS[order.state];
        return (
          <Chip tone={tone} icon={icon}>
            {word}
          </Chip>
        );
      },
    },
    { id: "side", head: "Side", width: 56, cell: ({ order }) => <SideChip side={order.side} /> },
    { id: "symbol", head: "Market", width: 86, cell: ({ order }) => <span className="med">{order.symbol}</span> },
    {
      id: "venue",
      head: "Venue",
      className: "trunc",
      cell: ({ order }) => <span className="t2">{venueName(order.venue)}</span>,
    },
    {
      id: "filled",
      head: "Filled",
      align: "right",
      width: 118,
      main: true,
      cell: ({ order }) => {
        const filled = formatQuantity(order.filledQuantity, { hidden });
        if (orderPhase(order) === "filled") return filled;
        return (
          <>
            {filled} <span className="t3">of {formatQuantity(order.quantity, { hidden })}</span>
          </>
        );
      },
    },
    {
      id: "average",
      head: "Average",
      align: "right",
      // A price in bitcoin has as many figures as a quantity.
      width: 88,
      cell: ({ order }) => (order.averagePrice === null ? <None /> : formatPrice(order.averagePrice)),
    },
    {
      id: "slippage",
      head: "Slip, bp",
      align: "right",
      width: 64,
      cell: ({ slippageBp }) =>
        slippageBp === null ? <None /> : formatDecimal(slippageBp, { scale: 1, sign: "always" }),
    },
  ];
}

export function fillColumns({ timeZone, hidden }: ColumnsInput): readonly DataColumn<FillRow>[] {
  return [
    { id: "time", head: timeHead(timeZone), width: 118, cell: ({ fill }) => timeCell(fill.tsEvent, timeZone) },
    { id: "side", head: "Side", width: 56, cell: ({ fill }) => <SideChip side={fill.side} /> },
    { id: "symbol", head: "Market", width: 110, cell: ({ fill }) => <span className="med">{fill.symbol}</span> },
    {
      id: "venue",
      head: "Venue",
      className: "trunc",
      cell: ({ fill }) => <span className="t2">{venueName(fill.venue)}</span>,
    },
    {
      id: "quantity",
      head: "Quantity",
      align: "right",
      width: 120,
      main: true,
      cell: ({ fill }) => formatQuantity(fill.quantity, { hidden }),
    },
    { id: "price", head: "Price", align: "right", width: 110, cell: ({ fill }) => formatPrice(fill.price) },
    {
      id: "fee",
      head: "Fee",
      align: "right",
      width: 140,
      cell: ({ fill: { fee } }) => formatQuantity(fee.amount, { asset: fee.asset, hidden }),
    },
    {
      id: "liquidity",
      head: "As",
      width: 70,
      cell: ({ fill }) => <span className="t2">{fill.liquidity === "maker" ? "Maker" : "Taker"}</span>,
    },
  ];
}

function None() {
  return <span className="t3">none</span>;
}
