// What do rules and strategies see, how sure are they, and what was bought because of it? A signal never trades: it leads to a plan.
import { useState } from "react";
import { useStore } from "zustand";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useSignalPositions } from "#renderer/hooks/use-signal-positions.ts";
import { SOURCES } from "#renderer/lib/signal-words.ts";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { PositionsView } from "./positions-view.tsx";
import { type SourceChoice, StreamView } from "./stream-view.tsx";
import "./signals.css";

const SCREEN = "signals";
const POSITIONS = "positions";

const SHOWN = [
  { value: "open", label: "Open" },
  { value: "all", label: "All" },
] as const;
type Shown = (typeof SHOWN)[number]["value"];

const SOURCE_CHOICES: readonly { readonly value: SourceChoice; readonly label: string }[] = [
  { value: "every", label: "Every source" },
  ...(Object.keys(SOURCES) as Signal["source"][]).map((value) => ({ value, label: SOURCES[value] })),
];

/** Expiry is shown to the second; nothing need change faster. */
const STEP_MS = 1_000;

/** Addresses: `signals`, `signals/<id>`, `signals/positions`, `signals/positions/BTC`. */
export function SignalsPanel() {
  const { profile } = useActiveProfile();
  const [first, second] = useStore(navigationStore, (state) => state.parameters);
  const now = useStore(nowStore, (state) => state.now - (state.now % STEP_MS));
  const openCount = useStore(
    signalsStore,
    ({ value }) => value?.filter(({ expiresAt }) => expiresAt > now).length ?? 0,
  );
  const positions = useSignalPositions(profile.id);
  const [shown, setShown] = useState<Shown>("all");
  const [source, setSource] = useState<SourceChoice>("every");
  const [filter, setFilter] = useState("");
  const view = first === POSITIONS ? POSITIONS : "stream";
  const held = positions.value?.open.length ?? 0;
  return (
    <>
      <ScreenHead
        title="Signals"
        meta={
          <span className="row">
            <Segmented
              label="View"
              options={[
                { value: "stream", label: "Stream" },
                { value: POSITIONS, label: held === 0 ? "Positions" : `Positions ${held}` },
              ]}
              value={view}
              onChange={(next) => {
                location.hash = next === POSITIONS ? hashOf(SCREEN, POSITIONS) : hashOf(SCREEN);
              }}
            />
            <span>{openCount} open</span>
          </span>
        }
      >
        {view === "stream" ? (
          <>
            <Segmented label="Which signals" options={SHOWN} value={shown} onChange={setShown} />
            <SelectField
              label="Source"
              hideLabel
              options={SOURCE_CHOICES}
              value={source}
              onChange={setSource}
              width={136}
            />
            <FilterField value={filter} onChange={setFilter} />
          </>
        ) : null}
      </ScreenHead>
      {view === "stream" ? (
        <StreamView
          profileId={profile.id}
          onlyOpen={shown === "open"}
          source={source}
          filter={filter}
          now={now}
          chosenId={first ?? null}
          onChoose={(id) => {
            location.hash = hashOf(SCREEN, id);
          }}
        />
      ) : (
        <PositionsView
          profile={profile}
          positions={positions}
          chosen={second ?? null}
          onChoose={(asset) => {
            location.hash = hashOf(SCREEN, POSITIONS, asset);
          }}
        />
      )}
    </>
  );
}
