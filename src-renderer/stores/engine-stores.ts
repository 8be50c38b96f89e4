// What does the window know of the engine? One store per stream of the contract.
import type {
  AccountView,
  AuditLine,
  Health,
  OrderStanding,
  Plans,
  Prices,
  ProfileSummary,
  Suggestions,
  SystemInfo,
} from "#shared/contract/views.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { StrategiesView } from "#shared/domain/strategies-view.ts";
import { createRemoteStore } from "./remote-store.ts";

/** Of the whole program. */
export const systemInfoStore = createRemoteStore<SystemInfo>();
export const healthStore = createRemoteStore<Health>();
export const settingsStore = createRemoteStore<Settings>();
export const profilesStore = createRemoteStore<readonly ProfileSummary[]>();
export const accountsStore = createRemoteStore<readonly AccountView[]>();

/** Of the profile on screen. */
export const portfolioStore = createRemoteStore<Portfolio>();
export const pricesStore = createRemoteStore<Prices>();
export const suggestionsStore = createRemoteStore<Suggestions>();
export const plansStore = createRemoteStore<Plans>();
export const ordersStore = createRemoteStore<OrderStanding>();
export const signalsStore = createRemoteStore<readonly Signal[]>();
export const strategiesStore = createRemoteStore<StrategiesView>();
export const auditStore = createRemoteStore<readonly AuditLine[]>();

/** The stores that hold one profile's data. */
export const PROFILE_STORES = [
  portfolioStore,
  pricesStore,
  suggestionsStore,
  plansStore,
  ordersStore,
  signalsStore,
  strategiesStore,
  auditStore,
] as const;
