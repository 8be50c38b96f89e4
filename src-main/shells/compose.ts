// How does the whole program come together? The one composition root that every shell uses alike.
import { join } from "node:path";
import { router } from "#api/router.ts";
import { AccountClients } from "#engine/accounts/account-clients.ts";
import { readTradingEnvironment } from "#engine/accounts/environment-keys.ts";
import { DisposableStore } from "#engine/core/disposable-store.ts";
import { EXECUTION_POLICIES, scalePolicies } from "#engine/core/policies.ts";
import { Kernel } from "#engine/kernel.ts";
import { OptimalPlanner } from "#engine/rebalancing/optimal/optimal-planner.ts";
import { openVenues } from "#exchanges/open-venues.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import { CryptoIdGenerator } from "#platform/ids/crypto-id-generator.ts";
import { createFileLogger } from "#platform/logging/file-logger.ts";
import { SecretScrubber } from "#platform/logging/redact.ts";
import { NodeProcessMetrics } from "#platform/metrics/process-metrics.ts";
import { SystemRng } from "#platform/rng/system-rng.ts";
import { openSecretStore } from "#platform/secrets/open-secret-store.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { SolverThread, startSolverWorker } from "#workers/solver/solver-thread.ts";
import { openStore } from "#workers/storage/open-store.ts";
import { StrategiesThread, startStrategiesWorker } from "#workers/strategies/strategies-thread.ts";
import { createApiContext } from "./api-context.ts";
import type { Compose } from "./composition.ts";
import { guardCrashes } from "./crash-guard.ts";
import { readEnvironment } from "./environment.ts";
import { openMarkets, paperLatency } from "./market-sources.ts";
import { realAccounts } from "./real-accounts.ts";
import { readTestStart } from "./test-start.ts";
import { watchPauseRequest } from "./watch-pause-request.ts";

export const compose: Compose = async (options) => {
  const environment = readEnvironment(process.env);
  const { policyDivisor, killAt } = readTestStart(process.env, options.endpoints);
  const clock = new SystemClock();
  const folder = openDataFolder(options.dataFolder);
  const running = new DisposableStore();
  running.add({ dispose: () => folder.lock?.release() });
  try {
    const guard = new SecretScrubber();
    const log = createFileLogger({
      path: join(folder.logFolder, "schwabot.log"),
      clock,
      scrubber: guard,
      level: environment.logLevel,
    });
    running.add({ dispose: () => log.close() });
    const { logger } = log;
    running.add(guardCrashes({ logger, guard, target: process }));
    const store = await openStore({
      dataFolder: folder.path,
      now: clock.now(),
      workerUrl: workerUrl("storage"),
      killAt,
    });
    running.add({ dispose: () => store.close() });
    const secrets = openSecretStore({
      dataFolder: folder.path,
      space: options.endpoints.size > 0 ? "test" : "real",
      launch: options.launchKeychain,
      clock,
      guard,
      logger,
    });
    running.add({ dispose: () => secrets.close() });
    const rng = new SystemRng();
    const { nonces } = store.repositories;
    // Undone after the kernel, whose last words to a venue still need its limits.
    const closing = new AbortController();
    running.add({ dispose: () => closing.abort(new Error("The program ends.")) });
    const venues = openVenues({
      ...{ clock, rng, logger, endpoints: options.endpoints, nonces, timeDivisor: policyDivisor },
      closing: closing.signal,
    });
    const clients = new AccountClients({ venues, secrets, guard, clock });
    const latency = paperLatency(rng);
    const repository = store.repositories.paperExchange;
    const { feeds, source } = await openMarkets({
      choice: options.market,
      gaps: environment.simulatedGaps,
      clock,
      logger,
      repository,
      latency,
      connectReal: realAccounts({ venues, clients, repository, clock, logger, latency }),
    });
    const solver = running.add(new SolverThread(() => startSolverWorker(workerUrl("solver")), clock));
    const kernel = await Kernel.start({
      version: options.version,
      shell: options.shell,
      store,
      feeds,
      source,
      real: {
        venues,
        clients,
        openFeed: (venue, endpoint, pace) => venues.feed(venue, endpoint, pace),
      },
      secrets,
      guard,
      environment: process.env,
      planner: new OptimalPlanner(solver),
      strategyWorker: () => new StrategiesThread(() => startStrategiesWorker(workerUrl("strategies")), clock),
      policies: scalePolicies(EXECUTION_POLICIES, policyDivisor),
      clock,
      ids: new CryptoIdGenerator(),
      rng,
      metrics: new NodeProcessMetrics(),
      logger,
    });
    running.add(kernel);
    const pause = (reason: string) => kernel.killSwitch.set(true, reason);
    running.add(await watchPauseRequest({ runFolder: folder.runFolder, pause, clock, logger }));
    if (options.demo && kernel.registry.runtimes().length === 0) await kernel.registry.createDemo();
    const context = createApiContext({
      kernel,
      clock,
      logger,
      guard,
      desktop: options.desktop,
      acknowledgeDamage: () => store.acknowledgeDamage(),
      info: {
        version: options.version,
        shell: options.shell,
        startedAt: kernel.startedAt,
        dataDir: folder.path,
        marketLabel: options.market.kind === "replay" ? "REPLAY" : "SIMULATED",
        testServers: [...options.endpoints].map(([venue, address]) => ({ venue, address })),
        capabilities: { openPath: options.desktop !== null, updates: false },
        notices: [...folder.notices, ...store.openReport.notices, ...readTradingEnvironment(process.env).notes],
        journalDamaged: store.openReport.journalDamaged,
      },
    });
    return { router, context, close: () => running.dispose() };
  } catch (error) {
    await running.dispose();
    throw error;
  }
};
