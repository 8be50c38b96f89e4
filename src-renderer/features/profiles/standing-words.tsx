// What does a standing approval allow, in words that a person reads before they give it?
import { Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { StandingApproval, StandingLimit } from "#shared/domain/standing-approval.ts";

export function StandingWords({
  approval,
  profile,
}: {
  readonly approval: StandingApproval;
  readonly profile: Profile;
}) {
  const { timeZone } = usePreferences();
  const { currency, turnover, cost } = approval;
  const names = approval.accounts.map((id) => profile.accounts.find((account) => account.id === id)?.name ?? id);
  return (
    <ul className="standing-words f12">
      <li>
        <b>When:</b> {approval.triggers.map((type) => RULE_WORDS[type].name).join(", ")}
      </li>
      <li>
        <b>Where:</b> {names.join(", ")}
      </li>
      <li>
        <b>What:</b> {approval.assets.join(", ")}
      </li>
      <li>
        <b>Traded at most:</b> <Limit limit={turnover.perPlan} currency={currency} /> a plan,{" "}
        <Limit limit={turnover.perDay} currency={currency} /> a day (UTC)
      </li>
      <li>
        <b>Costs at most:</b> <Limit limit={cost.perPlan} currency={currency} /> a plan,{" "}
        <Limit limit={cost.perDay} currency={currency} /> a day (UTC)
      </li>
      <li>
        <b>Until:</b> {formatDateTime(approval.endsAt, timeZone)}
      </li>
    </ul>
  );
}

function Limit({
  limit,
  currency,
}: {
  readonly limit: StandingLimit;
  readonly currency: StandingApproval["currency"];
}) {
  return limit.kind === "money" ? (
    <Money amount={limit.amount} currency={currency} />
  ) : (
    <>{formatPercent(limit.share)} of the value</>
  );
}
