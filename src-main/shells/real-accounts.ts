// Which client speaks for an account at a real venue? On paper its twin, which sends nothing; else the venue's own.
import type { AccountClients } from "#engine/accounts/account-clients.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { PaperExchangeRepository } from "#engine/ports/repositories.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { LatencyModel } from "#exchanges/paper/paper-exchange.ts";
import { PaperTwin } from "#exchanges/paper/paper-twin.ts";
import type { Account } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";

export interface RealAccountsOptions {
  readonly venues: Venues;
  readonly clients: AccountClients;
  readonly repository: PaperExchangeRepository;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly latency: LatencyModel;
}

export function realAccounts(options: RealAccountsOptions): (profile: Profile, account: Account) => ExchangeClient {
  const { venues, clients, ...paper } = options;
  return (profile, account) => {
    const real = clients.client(profile.id, account);
    if (profile.mode !== "paper") return real;
    const { endpoint } = ensure(account.connection, `connection of account ${account.id}`);
    return new PaperTwin({
      ...paper,
      real,
      market: () => venues.market(account.venue, endpoint),
      since: profile.modeSince ?? unixMs(0),
    });
  };
}
