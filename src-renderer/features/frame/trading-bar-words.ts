// Which one sentence says why the profile on screen does not trade, or trades less, and what can be done about it? Pure.
import type { IconName } from "#renderer/components/icon.tsx";
import type { Health, Plans, ProfileSummary } from "#shared/contract/views.ts";

export interface TradingWords {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  /** Where it can be changed, and how that is called; null where the top bar has the button. */
  readonly link: { readonly screen: string; readonly label: string } | null;
}

export interface TradingFacts {
  readonly summary: Pick<ProfileSummary, "profile" | "tradingState" | "stateReason">;
  readonly paused: Health["paused"];
  /** Null until the engine has told it. */
  readonly store: Health["store"] | null;
  readonly open: Plans["open"];
  readonly screen: string;
}

const PROFILES = { screen: "profiles", label: "Open Profiles" } as const;

const STORE_TITLES = {
  readOnly: "The data folder can only be read.",
  full: "The disk is full.",
  failed: "The data folder cannot be written.",
} as const;

/** The gravest first; null while the profile trades as it should. */
export function tradingWords({ summary, paused, store, open, screen }: TradingFacts): TradingWords | null {
  const { profile, tradingState, stateReason } = summary;
  const reason = stateReason === null ? "" : `${sentence(stateReason)} `;
  if (store !== null && store.state !== "ok") {
    return {
      icon: "lock",
      title: STORE_TITLES[store.state],
      detail:
        `${sentence(store.detail ?? "")} Nothing is sent that could not be written down first; what is open is still looked up.`.trim(),
      link: { screen: "settings", label: "Open Settings" },
    };
  }
  if (paused !== null) {
    return {
      icon: "pause",
      title: "Everything is paused.",
      detail: `${sentence(paused.reason)} No new order is sent, also after a restart; open ones are looked up and can be canceled. Resume goes on.`,
      link: null,
    };
  }
  if (tradingState === "halted") {
    return {
      icon: "stop",
      title: `${profile.name} is halted.`,
      detail: `${reason}Nothing new is sent; look-ups and cancels go on. It stays so until you let it trade again, with a reason.`,
      link: screen === PROFILES.screen ? null : PROFILES,
    };
  }
  if (tradingState === "reducing") {
    return {
      icon: "alert",
      title: `${profile.name} only sells.`,
      detail: `${reason}Orders that would add to a position are denied; those that reduce one go.`,
      link: screen === PROFILES.screen ? null : PROFILES,
    };
  }
  if (open?.state === "PAUSED" && screen !== "rebalance") {
    return {
      icon: "pause",
      title: "A plan is held.",
      detail:
        `${sentence(open.reason?.message ?? "")} Nothing more of it is sent until you resume it or stop it.`.trim(),
      link: { screen: "rebalance", label: "Look at the plan" },
    };
  }
  return null;
}

/** Reasons are typed by people: a full stop where they left it out. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
