// Which columns does the list of accounts have?
import { HealthDot } from "#renderer/components/health-dot.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import type { DataColumn } from "#renderer/components/table-column.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { venueName } from "#shared/domain/venue.ts";
import {
  clockWords,
  NEARLY_USED,
  OLD_KEY_DAYS,
  STATE_HEALTH,
  STATE_WORDS,
  stateSentences,
  tightestBudget,
  usedShare,
} from "./account-words.ts";

export const ACCOUNT_COLUMNS: readonly DataColumn<AccountView>[] = [
  {
    id: "name",
    head: "Account",
    sort: { by: "text", value: ({ account }) => account.name },
    cell: ({ account }) => (
      <span className="two">
        <span className="med trunc">{account.name}</span>
        <small>{venueName(account.venue)}</small>
      </span>
    ),
  },
  {
    id: "profile",
    head: "Profile",
    width: 132,
    sort: { by: "text", value: ({ profileName }) => profileName },
    cell: ({ profileName, mode, account }) => (
      <span className="two">
        <span className="trunc">{profileName}</span>
        <span className="row">
          <ModePlate
            mode={mode}
            small
            testServers={
              account.connection?.endpoint === "loopback"
                ? { words: "test server", title: "A test server on this computer", isOnly: true }
                : null
            }
          />
        </span>
      </span>
    ),
  },
  {
    id: "state",
    head: "State",
    width: 112,
    sort: { by: "text", value: ({ state }) => STATE_WORDS[state] },
    cell: (view) => (
      <span className="row" title={stateSentences(view) ?? undefined}>
        <HealthDot health={STATE_HEALTH[view.state]} />
        {STATE_WORDS[view.state]}
      </span>
    ),
  },
  {
    id: "latency",
    head: "Latency, ms",
    align: "right",
    width: 86,
    sort: { by: "number", value: ({ latencyMs }) => latencyMs ?? undefined },
    cell: ({ latencyMs }) => (latencyMs === null ? <span className="t3">none yet</span> : Math.round(latencyMs)),
  },
  {
    id: "clock",
    head: "Clock",
    align: "right",
    width: 72,
    cell: ({ clockErrorMs }) => clockWords(clockErrorMs),
  },
  {
    id: "budget",
    head: "Budget used",
    width: 96,
    cell: ({ budgets }) => {
      const worst = tightestBudget(budgets);
      if (worst === null) return <span className="t3">not told</span>;
      const share = usedShare(worst);
      return (
        <span className="budget-cell" title={`${worst.name}: ${Math.round(worst.used)} of ${worst.limit}`}>
          <Meter ratio={share} label={`${worst.name} used`} tone={share >= NEARLY_USED ? "over" : "ink"} />
          <span className="num f11">{Math.round(share * 100)}%</span>
        </span>
      );
    },
  },
  {
    id: "age",
    head: "Key, days",
    align: "right",
    width: 76,
    sort: { by: "number", value: ({ keyAgeDays }) => keyAgeDays },
    cell: ({ keyAgeDays }) => <span className={keyAgeDays >= OLD_KEY_DAYS ? "ov" : undefined}>{keyAgeDays}</span>,
  },
];
