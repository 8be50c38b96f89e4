// Which columns does the journal have?
import type { DataColumn } from "#renderer/components/table-column.ts";
import { formatClockMillis, formatDay, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { AuditLine } from "#shared/contract/views.ts";

const TONE = { neutral: "", good: "up", attention: "ov", bad: "dn" } as const;
const AREA = {
  system: "System",
  profile: "Profile",
  account: "Account",
  suggestion: "Suggestion",
  plan: "Plan",
  order: "Order",
  fill: "Fill",
} as const;

export function activityColumns(zone: TimeZoneChoice): readonly DataColumn<AuditLine>[] {
  return [
    { id: "seq", head: "No.", align: "right", width: 56, cell: (line) => <span className="t3">{line.seq}</span> },
    {
      id: "time",
      head: zone === "utc" ? "Time, UTC" : "Time",
      width: 150,
      cell: (line) => (
        <span className="mono f11">
          {formatDay(line.ts, zone)} {formatClockMillis(line.ts, zone)}
        </span>
      ),
    },
    { id: "area", head: "Area", width: 92, cell: (line) => <span className="t2">{AREA[line.area]}</span> },
    {
      id: "title",
      head: "What happened",
      width: 200,
      cell: (line) => <span className={`med ${TONE[line.tone]}`}>{line.title}</span>,
    },
    {
      id: "detail",
      head: "Detail",
      className: "trunc",
      cell: (line) => (
        <span className="t2" title={line.detail}>
          {line.detail}
        </span>
      ),
    },
  ];
}
