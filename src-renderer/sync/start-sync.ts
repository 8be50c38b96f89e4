// Which streams are followed, and when? The program's own always, a profile's while it is on screen.

import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import {
  accountsStore,
  auditStore,
  healthStore,
  ordersStore,
  PROFILE_STORES,
  plansStore,
  portfolioStore,
  pricesStore,
  profilesStore,
  settingsStore,
  signalsStore,
  strategiesStore,
  suggestionsStore,
  systemInfoStore,
} from "#renderer/stores/engine-stores.ts";
import { markFailed, markIdle, markLoading, markReady } from "#renderer/stores/remote-store.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type {
  AccountView,
  AuditLine,
  Health,
  OrderStanding,
  Plans,
  Prices,
  ProfileSummary,
  Suggestions,
} from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { StrategiesView } from "#shared/domain/strategies-view.ts";
import { FrameBatch, requestBrowserFrame } from "./frame-batch.ts";
import { mergeAuditLine, mergePlan, mergePrices, mergeSignal, replace } from "./merge-changes.ts";
import { wait } from "./wait.ts";
import { type WatchOptions, watchIntoStore } from "./watch-into-store.ts";

function activeProfileId(): ProfileId | null {
  const chosen = settingsStore.getState().value?.activeProfileId ?? null;
  return chooseProfile(profilesStore.getState().value ?? [], chosen)?.profile.id ?? null;
}

/** Follows everything the window shows until the returned function is called. */
export function startSync(client: SchwabotClient): () => void {
  const batch = new FrameBatch(requestBrowserFrame);
  const whole = new AbortController();
  let ofProfile = new AbortController();
  let profileId: ProfileId | null = null;

  function follow<State, Change>(
    signal: AbortSignal,
    options: Omit<WatchOptions<State, Change>, "batch" | "wait">,
  ): void {
    void watchIntoStore({ ...options, batch, wait }, signal);
  }

  markLoading(systemInfoStore, null);
  client.system.info({}, { signal: whole.signal }).then(
    (info) => markReady(systemInfoStore, info, info.startedAt),
    (error: unknown) => markFailed(systemInfoStore, toShownError(error)),
  );
  follow<Health, Health>(whole.signal, {
    store: healthStore,
    profileId: null,
    apply: replace,
    open: (signal) => client.system.watchHealth({}, { signal }),
  });
  follow<Settings, Settings>(whole.signal, {
    store: settingsStore,
    profileId: null,
    apply: replace,
    open: (signal) => client.settings.watch({}, { signal }),
  });
  follow<readonly ProfileSummary[], readonly ProfileSummary[]>(whole.signal, {
    store: profilesStore,
    profileId: null,
    apply: replace,
    open: (signal) => client.profiles.watch({}, { signal }),
  });

  follow<readonly AccountView[], readonly AccountView[]>(whole.signal, {
    store: accountsStore,
    profileId: null,
    apply: replace,
    open: (signal) => client.accounts.watch({}, { signal }),
  });

  function followProfile(id: ProfileId, { signal }: AbortController): void {
    const input = { profileId: id };
    const of = { profileId: id };
    follow<Portfolio, Portfolio>(signal, {
      ...of,
      store: portfolioStore,
      apply: replace,
      open: (s) => client.portfolio.watch(input, { signal: s }),
    });
    follow<Prices, Prices>(signal, {
      ...of,
      store: pricesStore,
      apply: mergePrices,
      open: (s) => client.marketData.watchPrices(input, { signal: s }),
    });
    follow<Suggestions, Suggestions>(signal, {
      ...of,
      store: suggestionsStore,
      apply: replace,
      open: (s) => client.rebalancing.watchSuggestions(input, { signal: s }),
    });
    follow<Plans, PlanRecord>(signal, {
      ...of,
      store: plansStore,
      apply: mergePlan,
      open: (s) => client.rebalancing.watchPlans(input, { signal: s }),
    });
    follow<OrderStanding, OrderStanding>(signal, {
      ...of,
      store: ordersStore,
      apply: replace,
      open: (s) => client.orders.watch(input, { signal: s }),
    });
    follow<readonly Signal[], Signal>(signal, {
      ...of,
      store: signalsStore,
      apply: mergeSignal,
      open: (s) => client.signals.watch(input, { signal: s }),
    });
    follow<StrategiesView, StrategiesView>(signal, {
      ...of,
      store: strategiesStore,
      apply: replace,
      open: (s) => client.strategies.watch(input, { signal: s }),
    });
    follow<readonly AuditLine[], AuditLine>(signal, {
      ...of,
      store: auditStore,
      apply: mergeAuditLine,
      open: (s) => client.audit.watch(input, { signal: s }),
    });
  }

  function followChosen(): void {
    const next = activeProfileId();
    if (next === profileId) return;
    ofProfile.abort();
    ofProfile = new AbortController();
    profileId = next;
    if (next === null) for (const store of PROFILE_STORES) markIdle(store as Parameters<typeof markIdle>[0]);
    else followProfile(next, ofProfile);
  }

  const stops = [profilesStore.subscribe(followChosen), settingsStore.subscribe(followChosen)];
  return () => {
    for (const stop of stops) stop();
    whole.abort();
    ofProfile.abort();
  };
}
