// How does each profile stand, and how did its trading go in 30 days?
import { Doubted } from "#renderer/components/doubted.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { doubtOfProfile } from "#renderer/lib/price-doubt.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { winWords } from "./together-words.ts";

export interface TogetherTableProps {
  readonly summaries: readonly ProfileSummary[];
  readonly results: TogetherView["results"];
}

export function TogetherTable({ summaries, results }: TogetherTableProps) {
  return (
    <ScrollBox label="Every profile" className="table-box grow">
      <table>
        <caption className="sr">Value, mode, state and results of each profile</caption>
        <thead>
          <tr>
            <th scope="col">Profile</th>
            <th scope="col">Mode</th>
            <th scope="col">State</th>
            <th scope="col" className="num">
              Value
            </th>
            <th scope="col" className="num">
              Today
            </th>
            <th scope="col" className="num">
              Trades
            </th>
            <th scope="col" className="num">
              Win rate
            </th>
            <th scope="col" className="num">
              Realized
            </th>
            <th scope="col" className="num">
              Result
            </th>
          </tr>
        </thead>
        <tbody>
          {summaries.map((summary) => (
            <Row
              key={summary.profile.id}
              summary={summary}
              result={results.find(({ profileId }) => profileId === summary.profile.id)}
            />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface RowProps {
  readonly summary: ProfileSummary;
  readonly result: TogetherView["results"][number] | undefined;
}

function Row({ summary: { profile, tradingState, stateReason, value, valueInDoubt, dayPnl }, result }: RowProps) {
  const testServers = useTestServers(profile);
  const { currency } = profile;
  const money = (amount: string | null | undefined) => (
    <Money amount={amount ?? undefined} currency={currency} change />
  );
  return (
    <tr>
      <th scope="row" className="med trunc" title={profile.name}>
        {profile.name}
      </th>
      <td>
        <ModePlate mode={profile.mode} small testServers={testServers} />
      </td>
      <td className={tradingState === "active" ? "t2" : "ov"} title={stateReason ?? undefined}>
        {tradingState}
      </td>
      <td className="num">
        <Doubted doubt={doubtOfProfile({ valueInDoubt })}>
          <Money amount={value ?? undefined} currency={currency} />
        </Doubted>
      </td>
      <td className="num">{money(dayPnl)}</td>
      <td className="num">{result?.trades ?? "–"}</td>
      <td className="num">{result === undefined ? "–" : winWords(result)}</td>
      <td className="num">{money(result?.realized)}</td>
      <td className="num">{money(result?.gain)}</td>
    </tr>
  );
}
