// How well are the files, all in all?
import type { EngineError } from "#engine/core/engine-error.ts";
import type { StoreHealth } from "#engine/ports/repositories.ts";
import { healthStateOf } from "#platform/sqlite/store-error.ts";

const OK: StoreHealth = { state: "ok", detail: null };
const WORST_FIRST = ["failed", "readOnly", "full"] as const;

/** Remembers per file how its last write went; tells when the whole changes. */
export class FileHealth {
  readonly #onChange: (health: StoreHealth) => void;
  readonly #byFile = new Map<string, StoreHealth>();
  #fixed: StoreHealth | null;
  #last: StoreHealth;

  /** `fixed`: a state that no later success ends (opened for reading only, damage not yet acknowledged). */
  constructor(fixed: StoreHealth | null, onChange: (health: StoreHealth) => void) {
    this.#fixed = fixed;
    this.#onChange = onChange;
    this.#last = this.current;
  }

  get current(): StoreHealth {
    if (this.#fixed !== null) return this.#fixed;
    for (const state of WORST_FIRST) {
      for (const health of this.#byFile.values()) if (health.state === state) return health;
    }
    return OK;
  }

  failed(file: string, error: EngineError): void {
    const state = healthStateOf(error.code);
    if (state !== null) this.#set(file, { state, detail: error.message });
  }

  wrote(file: string): void {
    if (this.#byFile.has(file)) this.#set(file, OK);
  }

  /** Ends the fixed state. */
  release(): void {
    this.#fixed = null;
    this.#publish();
  }

  #set(file: string, health: StoreHealth): void {
    if (health.state === "ok") this.#byFile.delete(file);
    else this.#byFile.set(file, health);
    this.#publish();
  }

  #publish(): void {
    const now = this.current;
    if (now.state === this.#last.state && now.detail === this.#last.detail) return;
    this.#last = now;
    this.#onChange(now);
  }
}
