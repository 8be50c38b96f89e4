// How did it go: figures of a period, each day's gain, what each asset gave, and why?
import { useState } from "react";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SourceChip } from "#renderer/components/source-chip.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { PERIOD_WORDS, PERIODS, type PeriodChoice } from "#renderer/lib/periods.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { AssetsPanel } from "./assets-panel.tsx";
import { CalendarPanel } from "./calendar-panel.tsx";
import { FiguresPanel } from "./figures-panel.tsx";
import { PortfolioWhyPanel } from "./portfolio-why-panel.tsx";
import "./books.css";

export function PerformancePanel() {
  const { profile } = useActiveProfile();
  const { timeZone } = usePreferences();
  const [period, setPeriod] = useState<PeriodChoice>("1m");
  return (
    <>
      <ScreenHead title="Performance" meta={PERIOD_WORDS[period]}>
        <SourceChip source={profile.source} />
        <Segmented label="Period" options={PERIODS} value={period} onChange={setPeriod} />
        <a className="btn" href={hashOf("activity", "disposals")}>
          Disposals and cost basis
        </a>
      </ScreenHead>
      <div className="performance-grid">
        <FiguresPanel period={period} />
        <AssetsPanel />
        {/* Another zone has other days: begun anew, it opens on today. */}
        <CalendarPanel key={`${profile.id} ${timeZone}`} />
        <PortfolioWhyPanel />
      </div>
    </>
  );
}
