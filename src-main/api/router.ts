// Who answers which part of the contract? One handler file per contract file; nothing else is reachable.
import { accountsHandlers } from "./handlers/accounts.ts";
import { auditHandlers } from "./handlers/audit.ts";
import { booksHandlers } from "./handlers/books.ts";
import { desktopHandlers } from "./handlers/desktop.ts";
import { liveHandlers } from "./handlers/live.ts";
import { marketDataHandlers } from "./handlers/market-data.ts";
import { ordersHandlers } from "./handlers/orders.ts";
import { portfolioHandlers } from "./handlers/portfolio.ts";
import { profilesHandlers } from "./handlers/profiles.ts";
import { rebalancingHandlers } from "./handlers/rebalancing.ts";
import { secretsHandlers } from "./handlers/secrets.ts";
import { settingsHandlers } from "./handlers/settings.ts";
import { signalsHandlers } from "./handlers/signals.ts";
import { standingApprovalsHandlers } from "./handlers/standing-approvals.ts";
import { strategiesHandlers } from "./handlers/strategies.ts";
import { systemHandlers } from "./handlers/system.ts";
import { targetsHandlers } from "./handlers/targets.ts";
import { triggersHandlers } from "./handlers/triggers.ts";
import { implementer } from "./implementer.ts";

export const router = implementer.router({
  system: systemHandlers,
  settings: settingsHandlers,
  profiles: profilesHandlers,
  accounts: accountsHandlers,
  secrets: secretsHandlers,
  live: liveHandlers,
  portfolio: portfolioHandlers,
  books: booksHandlers,
  marketData: marketDataHandlers,
  rebalancing: rebalancingHandlers,
  triggers: triggersHandlers,
  standingApprovals: standingApprovalsHandlers,
  targets: targetsHandlers,
  orders: ordersHandlers,
  signals: signalsHandlers,
  strategies: strategiesHandlers,
  audit: auditHandlers,
  desktop: desktopHandlers,
});
export type ApiRouter = typeof router;
