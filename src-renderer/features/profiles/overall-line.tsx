// How far are all live profiles together from their limits? Read only: Settings changes them.
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Money } from "#renderer/components/money.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { settingsStore } from "#renderer/stores/engine-stores.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { OverallView } from "#shared/contract/views.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Settings } from "#shared/domain/settings.ts";

const REFRESH_MS = 5_000;

export function OverallLine() {
  const client = useClient();
  const settings = useStore(settingsStore, ({ value }) => value);
  const { value: view, error } = useQuery({
    key: "overall",
    ask: (signal) => client.live.overall({}, { signal }),
    everyMs: REFRESH_MS,
  });
  if (settings === null) return null;
  const words =
    view !== null ? <Limits view={view} settings={settings} /> : error === null ? null : errorWords(error).happened;
  if (words === null) return null;
  return (
    <div className="row overall-line f12 t2">
      <p>{words}</p>
      <a href="#/settings">Change limits</a>
    </div>
  );
}

function Limits({ view, settings }: { readonly view: OverallView; readonly settings: Settings }) {
  if (view.profiles.length === 0)
    return <>No profile trades live: the limits over all of them hold from the first one on.</>;
  const { dayLoss, drawdown, largest, value, currency } = view;
  const percent = (share: DecimalString) => formatPercent(share);
  const money = (amount: DecimalString) => <Money amount={amount} currency={currency} />;
  return (
    <>
      <b className="med">Limits over {view.profiles.join(", ")}:</b>{" "}
      {one("loss of a day", percent(dayLoss), settings.totalDailyLossFraction, percent)},{" "}
      {one("fall from the top", percent(drawdown), settings.totalDrawdownFraction, percent)},{" "}
      {one(
        "one coin",
        largest === null ? "none" : `${largest.asset} ${percent(largest.share)}`,
        settings.largestAssetShare,
        percent,
      )}
      , {one("money in live trading", value === null ? "not known" : money(value), settings.liveMoneyMost, money)}.
      {view.unknown === null ? null : ` Now ${view.unknown}.`}
    </>
  );
}

function one(
  what: string,
  now: ReactNode,
  limit: DecimalString | null,
  words: (limit: DecimalString) => ReactNode,
): ReactNode {
  return (
    <>
      {what} {now} {limit === null ? "(no limit)" : <>of {words(limit)}</>}
    </>
  );
}
