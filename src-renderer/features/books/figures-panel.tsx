// How did the period go? What was there, what came in, what was gained, and how that compares.
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { ChangePercent, Money } from "#renderer/components/money.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { PeriodChoice } from "#renderer/lib/periods.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Performance } from "#shared/contract/views.ts";
import { FIGURE_NAMES, FIGURES, type FigureName } from "./figure-words.ts";

export interface FiguresPanelProps {
  readonly period: PeriodChoice;
}

export function FiguresPanel({ period }: FiguresPanelProps) {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const now = useNow();
  const found = useBookQuery({
    key: `${profile.id} ${period}`,
    ask: (signal) => books.performance({ profileId: profile.id, period }, { signal }),
  });
  // No value yet is no fault: the first record is made within minutes.
  const state =
    found.value === null && found.error?.code === "FEED_NO_DATA"
      ? ({ state: "empty" } as const)
      : toPanelState(found, { now });
  return (
    <LoadablePanel
      title="Figures"
      className="figures"
      meta={found.value === null ? undefined : tradesText(found.value.trades)}
      data={state}
      rows={5}
      empty={{ children: "No value of this period is known yet. The first is written down within minutes." }}
    >
      {(value) => (
        <PanelBody scroll>
          <Balance performance={value} currency={profile.currency} />
          <dl className="figure-grid">
            {FIGURE_NAMES.map((name) => (
              <FigureCell key={name} name={name} figure={value[name]} currency={profile.currency} />
            ))}
          </dl>
          <Reasons performance={value} />
        </PanelBody>
      )}
    </LoadablePanel>
  );
}

const tradesText = (count: number): string =>
  count === 1 ? "1 trade" : `${formatDecimal(String(count), { scale: 0 })} trades`;

interface BalanceProps {
  readonly performance: Performance;
  readonly currency: string;
}

/** Start and flows and gain are the end, to the last digit. */
function Balance({ performance: { start, flows, gain, end }, currency }: BalanceProps) {
  return (
    <dl className="balance">
      <div>
        <dt className="lab">At the start</dt>
        <dd className="fig3">
          <Money amount={start} currency={currency} />
        </dd>
      </div>
      <div>
        <dt className="lab" title="Deposits less withdrawals">
          Net deposits
        </dt>
        <dd className="fig3">
          <Money amount={flows} currency={currency} />
        </dd>
      </div>
      <div>
        <dt className="lab">Gained</dt>
        <dd className="fig3">
          <Money amount={gain} currency={currency} change />
        </dd>
      </div>
      <div>
        <dt className="lab">At the end</dt>
        <dd className="fig3">
          <Money amount={end} currency={currency} />
        </dd>
      </div>
    </dl>
  );
}

interface FigureCellProps {
  readonly name: FigureName;
  readonly figure: Performance[FigureName];
  readonly currency: string;
}

function FigureCell({ name, figure: { value, reason }, currency }: FigureCellProps) {
  return (
    <div>
      <dt className="lab" title={FIGURES[name].meaning}>
        {FIGURES[name].name}
      </dt>
      <dd className="fig3">
        {value === null ? (
          <span className="t3" title={reason ?? undefined}>
            n/a
          </span>
        ) : (
          <FigureValue name={name} value={value} currency={currency} />
        )}
      </dd>
    </div>
  );
}

interface FigureValueProps {
  readonly name: FigureName;
  readonly value: string;
  readonly currency: string;
}

function FigureValue({ name, value, currency }: FigureValueProps) {
  switch (FIGURES[name].kind) {
    case "change":
      return <ChangePercent share={value} />;
    case "share":
      return formatPercent(value);
    case "ratio":
      return formatDecimal(value, { scale: 2 });
    case "money":
      return <Money amount={value} currency={currency} />;
  }
}

/** Each reason once, with the figures it stands for. */
function Reasons({ performance }: { readonly performance: Performance }) {
  const byReason = new Map<string, string[]>();
  for (const name of FIGURE_NAMES) {
    const { value, reason } = performance[name];
    if (value !== null || reason === null) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), FIGURES[name].name]);
  }
  return (
    <>
      {[...byReason].map(([reason, names]) => (
        <p key={reason} className="f11 t3 figure-reason">
          {names.join(", ")}: {reason}
        </p>
      ))}
      {performance.unvalued === 0 ? null : (
        <p className="f11 t3 figure-reason">
          {FIGURES.turnover.name}, {FIGURES.fees.name}: without{" "}
          {performance.unvalued === 1 ? "one whose value" : `${performance.unvalued} whose value`} is not known.
        </p>
      )}
    </>
  );
}
