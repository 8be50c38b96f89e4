// Is something about orders so important that it stands above every screen: read-only mode, an unknown order, a recovery?
import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { ordersStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { type BarWords, barWords } from "./orders-bar-words.ts";

export function OrdersBar() {
  const standing = useStore(ordersStore, ({ value }) => value);
  const [put, setPut] = useState<number | null>(null);
  const words = standing === null ? null : barWords(standing, put);
  return words === null ? null : <Bar words={words} onPutAway={setPut} />;
}

function Bar({ words, onPutAway }: { readonly words: BarWords; readonly onPutAway: (startedAt: number) => void }) {
  const { startedAt } = words;
  return (
    <section className="unlock-bar" aria-label="Notice about orders">
      <Icon name={words.icon} size="small" />
      <span className="grow f12">
        <b>{words.title}</b> <span className="t2">{words.detail}</span>
      </span>
      {words.link === null ? null : (
        <Button
          onClick={() => {
            location.hash = hashOf("activity", words.link ?? "orders");
          }}
        >
          {words.link === "recovery" ? "Recovery report" : "Show the orders"}
        </Button>
      )}
      {startedAt === null ? null : <Button onClick={() => onPutAway(startedAt)}>Put away</Button>}
    </section>
  );
}
