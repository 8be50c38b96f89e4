// How do this folder's tests of the whole screen draw it, over stores that hold one profile with one plan's worth of data?
import { act } from "react";
import { DEFAULT_PREFERENCES, type Preferences, PreferencesProvider } from "#renderer/components/preferences.tsx";
import type { Drawn } from "#renderer/components/testing.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import {
  auditStore,
  healthStore,
  plansStore,
  portfolioStore,
  pricesStore,
  profilesStore,
} from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { planFor, planningStore } from "#renderer/stores/planning-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { RebalancePanel } from "./panel.tsx";
import { drawWith } from "./testing-client.tsx";
import { CREATED, samplePortfolio, sampleSummary } from "./testing-samples.ts";

const CORE = profileIdSchema.parse("core");

/** As it is when a person opens the screen: nothing planned, chosen or put away. */
export function fillStores(): void {
  sessionStorage.clear();
  planFor(profileIdSchema.parse("another"));
  planningStore.setState({ seen: new Set() });
  nowStore.setState({ now: CREATED });
  connectionStore.setState({ state: "open", detail: null });
  navigationStore.setState({ screen: "rebalance", parameters: [] });
  markReady(profilesStore, [sampleSummary()], CREATED);
  portfolioStore.setState({ profileId: CORE });
  markReady(portfolioStore, samplePortfolio(), CREATED);
  setPlans(null);
}

export function emptyStores(): void {
  for (const store of [profilesStore, portfolioStore, plansStore, auditStore, healthStore, pricesStore]) {
    markIdle(store as Parameters<typeof markIdle>[0]);
  }
}

export function setPlans(open: PlanRecord | null, latest: readonly PlanRecord[] = open === null ? [] : [open]): void {
  act(() => {
    plansStore.setState({ profileId: CORE });
    markReady(plansStore, { open, latest: [...latest] }, CREATED);
  });
}

/** Any call of the engine that the client does not hold fails the test. */
export function showPanel(client: unknown, preferences: Partial<Preferences> = {}): Promise<Drawn> {
  return drawWith(
    client,
    <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, ...preferences }}>
      <RebalancePanel />
    </PreferencesProvider>,
  );
}

export function panelOf(box: HTMLElement, title: string): HTMLElement {
  const found = [...box.querySelectorAll<HTMLElement>("section.panel")].find(
    (panel) => panel.querySelector("h2")?.textContent === title,
  );
  if (found === undefined) throw new Error(`No panel ${title}`);
  return found;
}

/** As the engine refuses. */
export function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, data: { retryable: false } });
}
