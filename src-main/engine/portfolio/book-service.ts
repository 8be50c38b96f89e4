// What is in a profile's books, where did it come from, and what can be done about it? What the window and the command line ask.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { AccountState } from "./account-reader.ts";
import { BookEditor } from "./book-editor.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { HistoryImporter } from "./history-importer.ts";
import type { PortfolioPolicies } from "./portfolio-policies.ts";
import { Reconciliation } from "./reconciliation.ts";

export interface BookServiceOptions {
  readonly profile: () => Profile;
  readonly keeper: BookKeeper;
  readonly clients: readonly ExchangeClient[];
  /** Accounts whose opening balance is in the books, as last read. */
  readonly openedAccounts: () => readonly AccountState[];
  readonly orderInFlight: (accountId: AccountId) => boolean;
  readonly repositories: Pick<Repositories, "transactions" | "coverage">;
  /** The books have changed. */
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
  readonly policies: PortfolioPolicies;
}

export class BookService implements Stoppable {
  readonly keeper: BookKeeper;
  readonly editor: BookEditor;
  readonly history: HistoryImporter;
  readonly reconciliation: Reconciliation;

  constructor(options: BookServiceOptions) {
    const { keeper, profile, openedAccounts, orderInFlight } = options;
    this.keeper = keeper;
    this.editor = new BookEditor({
      books: keeper,
      profileId: profile().id,
      accounts: () => profile().accounts.map(({ id }) => id),
      clock: options.clock,
      ids: options.ids,
    });
    this.history = new HistoryImporter({
      profile,
      clients: options.clients,
      books: keeper,
      repository: options.repositories.coverage,
      isOpened: (accountId) => openedAccounts().some((state) => state.accountId === accountId),
      isBusy: () => profile().accounts.some(({ id }) => orderInFlight(id)),
      onChange: options.onChange,
      clock: options.clock,
      logger: options.logger,
      policies: options.policies,
    });
    this.reconciliation = new Reconciliation({
      books: keeper,
      editor: this.editor,
      accounts: openedAccounts,
      coverage: () => this.history.progress().coverage,
      orderInFlight,
      history: this.history,
    });
  }

  start(): Promise<void> {
    return this.history.start();
  }

  dispose(): Promise<void> {
    return this.history.dispose();
  }
}
