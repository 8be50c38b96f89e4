// What happens between the venue and one client? Frames leave in order, in the venue's time, after the planted faults.
import type { WebSocket } from "ws";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { VenueClock } from "./clock.ts";
import { FrameFaults, type WireFrame } from "./frame-faults.ts";
import { type FaultWatcher, meets, type StandingFault, type StreamFaults } from "./stream-faults.ts";
import type { StreamPeer, StreamSession } from "./stream-venue.ts";

/** Something that is to leave; `waits` until it may. */
interface Step {
  readonly run: (socket: WebSocket) => unknown;
  waits: boolean;
}

/** Binance pings so often (its WebSocket streams page, 2026-05); of the others nothing is known, and clients answer by themselves. */
const PING_EVERY_MS = 20_000;

export class StreamSocket implements StreamPeer, FaultWatcher {
  readonly path: string;
  readonly openedAt: number;
  /** Data frames that left. */
  framesSent = 0;
  readonly #faults: StreamFaults;
  readonly #clock: VenueClock;
  readonly #onText: (text: string) => void;
  readonly #frames = new FrameFaults();
  readonly #timers = new Set<Stoppable>();
  readonly #storms = new Map<StandingFault, Stoppable>();
  #steps: Step[] = [];
  #socket: WebSocket | null = null;
  #session: StreamSession | null = null;
  #ended = false;
  /** An end that the client was not told of, because the way to it was gone. */
  #owesEnd = false;
  #pingedAt: number;

  constructor(options: {
    readonly path: string;
    readonly faults: StreamFaults;
    readonly clock: VenueClock;
    readonly onText: (text: string) => void;
  }) {
    this.path = options.path;
    this.#faults = options.faults;
    this.#clock = options.clock;
    this.#onText = options.onText;
    this.openedAt = options.clock.now();
    this.#pingedAt = this.openedAt;
  }

  /** Whether the venue or the client ended it. */
  get closed(): boolean {
    return this.#ended;
  }

  /** Begins with what the venue sent while the handshake was going on. */
  open(socket: WebSocket, session: StreamSession): void {
    this.#socket = socket;
    this.#session = session;
    this.#answerEndsOnlyIfAlive(socket);
    socket.on("message", (data, isBinary) => {
      if (isBinary || this.#ended || this.#isGone()) return;
      // A text frame arrives as one buffer.
      const text = String(data);
      this.#onText(text);
      session.onMessage(text);
    });
    socket.on("ping", (payload) => {
      if (!this.#isGone()) this.#leaveInTurn((open) => this.#isGone() || open.pong(payload));
    });
    // What a client breaks ends its connection.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#over());
    this.#faults.watch(this);
    for (const storm of this.#faults.all("storm", this.path)) this.onPlanted(storm);
    this.#flush();
  }

  send(frame: unknown): void {
    if (this.#ended) return;
    const text = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.#leaveAll(this.#frames.through(text, this.#faults.meeting(this.path)));
  }

  /** The venue's session is over at once; the client is told in turn. */
  close(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leaveInTurn((socket) => socket.close(code, reason));
  }

  /** Cuts it without a word. */
  terminate(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }

  onBeat(): void {
    if (this.#ended) return;
    this.#session?.onBeat();
    if (this.#clock.now() - this.#pingedAt < PING_EVERY_MS) return;
    this.#pingedAt = this.#clock.now();
    this.#leaveInTurn((socket) => this.#isGone() || socket.ping());
  }

  onEvent(): void {
    if (!this.#ended) this.#session?.onEvent?.();
  }

  onPlanted(planted: StandingFault): void {
    const { fault } = planted;
    if (fault.kind !== "storm" || !meets(planted, this.path)) return;
    const leftMs = Math.max(0, this.openedAt + fault.afterMs - this.#clock.now());
    const cut = () => {
      planted.hits += 1;
      this.terminate();
    };
    this.#storms.set(planted, this.#clock.after(leftMs, cut));
  }

  onRemoved(planted: StandingFault, rest: readonly StandingFault[]): void {
    void this.#storms.get(planted)?.dispose();
    this.#storms.delete(planted);
    if (!meets(planted, this.path)) return;
    const { kind } = planted.fault;
    this.#leaveAll(
      this.#frames.release(
        planted,
        rest.filter((other) => meets(other, this.path)),
      ),
    );
    if (kind === "slow") this.#hurry();
    if (kind === "halfOpen" && this.#owesEnd && !this.#isGone()) this.terminate();
  }

  #leaveAll(frames: readonly WireFrame[]): void {
    for (const frame of frames)
      this.#leaveInTurn((socket) => {
        // It may have waited until nothing leaves any more.
        if (this.#meets("freeze") || this.#isGone() || socket.readyState !== socket.OPEN) return;
        this.framesSent += 1;
        socket.send(frame, { binary: typeof frame !== "string" });
      });
  }

  #leaveInTurn(run: Step["run"]): void {
    const slow = this.#faults.all("slow", this.path);
    const step: Step = { run, waits: slow.length > 0 };
    this.#steps.push(step);
    if (step.waits)
      this.#later(
        step,
        slow.reduce((sum, { fault }) => sum + fault.delayMs, 0),
      );
    for (const planted of slow) planted.hits += 1;
    this.#flush();
  }

  #later(step: Step, delayMs: number): void {
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(timer);
      step.waits = false;
      this.#flush();
    });
    this.#timers.add(timer);
  }

  #hurry(): void {
    for (const timer of this.#timers) void timer.dispose();
    this.#timers.clear();
    for (const step of this.#steps) step.waits = false;
    this.#flush();
  }

  #flush(): void {
    const socket = this.#socket;
    if (socket === null) return;
    for (let [step] = this.#steps; step !== undefined && !step.waits; [step] = this.#steps) {
      this.#steps.shift();
      step.run(socket);
    }
  }

  /** The library answers a client's close by itself, through the same call as ours. */
  #answerEndsOnlyIfAlive(socket: WebSocket): void {
    const close = socket.close.bind(socket);
    socket.close = (code, reason) => {
      if (this.#isGone()) this.#owesEnd = true;
      else close(code, reason);
    };
  }

  #isGone(): boolean {
    return this.#meets("halfOpen");
  }

  #meets(kind: "freeze" | "halfOpen"): boolean {
    const planted = this.#faults.find(kind, this.path);
    if (planted !== undefined) planted.hits += 1;
    return planted !== undefined;
  }

  #over(): void {
    this.#ended = true;
    this.#steps = [];
    this.#faults.unwatch(this);
    for (const timer of [...this.#timers, ...this.#storms.values()]) void timer.dispose();
    this.#timers.clear();
    this.#storms.clear();
    this.#session?.onClose?.();
  }
}
