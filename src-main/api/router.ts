// Who answers which part of the contract? One handler file per contract file; nothing else is reachable.
import { auditHandlers } from "./handlers/audit.ts";
import { desktopHandlers } from "./handlers/desktop.ts";
import { marketDataHandlers } from "./handlers/market-data.ts";
import { portfolioHandlers } from "./handlers/portfolio.ts";
import { profilesHandlers } from "./handlers/profiles.ts";
import { rebalancingHandlers } from "./handlers/rebalancing.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { signalsHandlers } from "./handlers/signals.ts";
import { systemHandlers } from "./handlers/system.ts";
import { implementer } from "./implementer.ts";

export const router = implementer.router({
  system: systemHandlers,
  settings: settingsHandlers,
  profiles: profilesHandlers,
  portfolio: portfolioHandlers,
  marketData: marketDataHandlers,
  rebalancing: rebalancingHandlers,
  signals: signalsHandlers,
  audit: auditHandlers,
  desktop: desktopHandlers,
});
export type ApiRouter = typeof router;
