// Does the profile on screen not trade? Then why, and what to do, stands above every screen.
import { useStore } from "zustand";
import { Icon } from "#renderer/components/icon.tsx";
import { healthStore, plansStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { tradingWords } from "./trading-bar-words.ts";

export interface TradingBarProps {
  readonly active: ProfileSummary;
}

export function TradingBar({ active }: TradingBarProps) {
  const paused = useStore(healthStore, ({ value }) => value?.paused ?? null);
  const store = useStore(healthStore, ({ value }) => value?.store ?? null);
  const open = useStore(plansStore, ({ value, profileId }) =>
    profileId === active.profile.id ? (value?.open ?? null) : null,
  );
  const screen = useStore(navigationStore, (state) => state.screen);
  const words = tradingWords({ summary: active, paused, store, open, screen });
  if (words === null) return null;
  return (
    <section className="unlock-bar" aria-label="Why nothing is traded">
      <Icon name={words.icon} size="small" />
      <span className="grow f12">
        <b>{words.title}</b> <span className="t2">{words.detail}</span>
      </span>
      {words.link === null ? null : (
        <a className="btn" href={hashOf(words.link.screen)}>
          {words.link.label}
        </a>
      )}
    </section>
  );
}
