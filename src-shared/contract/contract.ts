// The whole contract: what any window may ask of the engine. One router serves it over every transport.
import type { ContractRouterClient } from "@orpc/contract";
import { accountsContract } from "./accounts.ts";
import { auditContract } from "./audit.ts";
import { booksContract } from "./books.ts";
import { desktopContract } from "./desktop.ts";
import { liveContract } from "./live.ts";
import { marketDataContract } from "./market-data.ts";
import { ordersContract } from "./orders.ts";
import { portfolioContract } from "./portfolio.ts";
import { profilesContract } from "./profiles.ts";
import { rebalancingContract } from "./rebalancing.ts";
import { secretsContract } from "./secrets.ts";
import { settingsContract } from "./settings.ts";
import { signalsContract } from "./signals.ts";
import { standingApprovalsContract } from "./standing-approvals.ts";
import { strategiesContract } from "./strategies.ts";
import { systemContract } from "./system.ts";
import { targetsContract } from "./targets.ts";
import { triggersContract } from "./triggers.ts";

export const contract = {
  system: systemContract,
  settings: settingsContract,
  profiles: profilesContract,
  accounts: accountsContract,
  secrets: secretsContract,
  live: liveContract,
  portfolio: portfolioContract,
  books: booksContract,
  marketData: marketDataContract,
  rebalancing: rebalancingContract,
  triggers: triggersContract,
  standingApprovals: standingApprovalsContract,
  targets: targetsContract,
  orders: ordersContract,
  signals: signalsContract,
  strategies: strategiesContract,
  audit: auditContract,
  desktop: desktopContract,
};

/** The contract as a client sees it; import it as a type only. */
export type SchwabotClient = ContractRouterClient<typeof contract>;
