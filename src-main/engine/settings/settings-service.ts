// What has the person set for the whole program?
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { SettingsRepository } from "#engine/ports/repositories.ts";
import type { Settings, SettingsPatch } from "#shared/domain/settings.ts";

interface SettingsServiceOptions {
  readonly repository: SettingsRepository;
  readonly journal: Journal;
  readonly clock: Clock;
}

export class SettingsService {
  readonly changes = new Topic<Settings>();
  readonly #options: SettingsServiceOptions;
  #settings: Settings;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(options: SettingsServiceOptions, settings: Settings) {
    this.#options = options;
    this.#settings = settings;
  }

  /** Rejects with STORE_ codes. */
  static async load(options: SettingsServiceOptions): Promise<SettingsService> {
    return new SettingsService(options, await options.repository.load());
  }

  get(): Settings {
    return this.#settings;
  }

  /** Stored and journaled before it counts. Changes of several windows come one after the other. */
  update(patch: SettingsPatch): Promise<Settings> {
    const run = this.#tail.then(() => this.#update(patch));
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #update(patch: SettingsPatch): Promise<Settings> {
    const changed = Object.entries(patch).filter(
      // A patch's keys are the settings' keys by its schema.
      ([key, value]) => value !== undefined && value !== this.#settings[key as keyof Settings],
    );
    if (changed.length === 0) return this.#settings;
    const { repository, journal, clock } = this.#options;
    const next: Settings = { ...this.#settings, ...Object.fromEntries(changed) };
    await repository.save(next);
    await journal.append(clock.now(), null, [{ kind: "settings.changed", changes: Object.fromEntries(changed) }]);
    this.#settings = next;
    this.changes.publish(next);
    return next;
  }
}
