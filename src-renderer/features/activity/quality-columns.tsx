// Which columns do the tables of execution quality have?
import { SideChip } from "#renderer/components/chip.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { formatDecimal, type SignRule } from "#renderer/lib/format-decimal.ts";
import { formatAmount } from "#renderer/lib/format-money.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDayClock, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { QualityGroup, QualityLeg } from "#shared/domain/execution-quality.ts";
import { venueName } from "#shared/domain/venue.ts";

const NONE = <span className="t3">n/a</span>;

function bp(value: string | null, sign: SignRule = "always") {
  return value === null ? NONE : formatDecimal(value, { scale: 1, sign });
}

export function groupColumns({
  currency,
  hidden,
  head,
  name,
}: {
  readonly currency: string;
  readonly hidden: boolean;
  readonly head: string;
  readonly name: (key: string) => string;
}): readonly DataColumn<QualityGroup>[] {
  const money = (amount: string) => formatAmount(amount, { hidden });
  return [
    { id: "key", head, className: "trunc", cell: ({ key }) => <span className="med">{name(key)}</span> },
    {
      id: "legs",
      head: "Filled legs",
      align: "right",
      width: 100,
      cell: ({ legs, filledLegs }) => `${filledLegs} of ${legs}`,
    },
    {
      id: "value",
      head: `Value, ${currency}`,
      align: "right",
      width: 124,
      main: true,
      cell: (row) => money(row.value),
    },
    { id: "fees", head: `Fees, ${currency}`, align: "right", width: 104, cell: (row) => money(row.fees) },
    { id: "feeBp", head: "Fee, bp", align: "right", width: 72, cell: ({ feeBp }) => bp(feeBp, "auto") },
    { id: "slip", head: `Slip, ${currency}`, align: "right", width: 104, cell: (row) => money(row.slippageCost) },
    { id: "slipBp", head: "Slip, bp", align: "right", width: 72, cell: ({ slippageBp }) => bp(slippageBp) },
    {
      id: "time",
      head: "Median time",
      align: "right",
      width: 96,
      cell: ({ medianMs }) => (medianMs === null ? NONE : formatDuration(medianMs)),
    },
  ];
}

export function legColumns({
  timeZone,
  hidden,
}: {
  readonly timeZone: TimeZoneChoice;
  readonly hidden: boolean;
}): readonly DataColumn<QualityLeg>[] {
  return [
    {
      id: "time",
      head: timeZone === "utc" ? "Sent, UTC" : "Sent",
      width: 104,
      sort: { by: "number", value: ({ firstSentAt }) => firstSentAt },
      cell: ({ firstSentAt }) => <span className="num f11">{formatDayClock(firstSentAt, timeZone)}</span>,
    },
    { id: "side", head: "Side", width: 56, cell: ({ side }) => <SideChip side={side} /> },
    {
      id: "symbol",
      head: "Market",
      width: 96,
      sort: { by: "text", value: ({ symbol }) => symbol },
      cell: ({ symbol }) => <span className="med">{symbol}</span>,
    },
    {
      id: "venue",
      head: "Venue",
      className: "trunc",
      cell: ({ venue }) => <span className="t2">{venueName(venue)}</span>,
    },
    {
      id: "filled",
      head: "Filled",
      align: "right",
      width: 110,
      cell: ({ filledQuantity, plannedQuantity }) => (
        <span title={hidden ? undefined : `of ${plannedQuantity}`}>{formatQuantity(filledQuantity, { hidden })}</span>
      ),
    },
    {
      id: "planned",
      head: "Planned",
      align: "right",
      width: 96,
      cell: ({ plannedPrice }) => formatPrice(plannedPrice),
    },
    {
      id: "price",
      head: "Filled at",
      align: "right",
      width: 96,
      main: true,
      cell: ({ filledPrice }) => (filledPrice === null ? NONE : formatPrice(filledPrice)),
    },
    {
      id: "slip",
      head: "Slip, bp",
      align: "right",
      width: 80,
      sort: { by: "decimal", value: ({ slippageBp }) => slippageBp ?? undefined },
      cell: ({ slippageBp }) => bp(slippageBp),
    },
    {
      id: "fee",
      head: "Fee",
      align: "right",
      width: 120,
      cell: ({ fee, feeAsset, feesLeftOut }) => (
        <span title={feesLeftOut === 0 ? undefined : `Without ${feesLeftOut} fees taken in another coin`}>
          {formatQuantity(fee, { asset: feeAsset, hidden })}
          {feesLeftOut === 0 ? "" : " +"}
        </span>
      ),
    },
    {
      id: "took",
      head: "Time",
      align: "right",
      width: 80,
      sort: { by: "number", value: ({ tookMs }) => tookMs ?? undefined },
      cell: ({ tookMs }) => (tookMs === null ? NONE : formatDuration(tookMs)),
    },
  ];
}
