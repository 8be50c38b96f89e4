// Does every press on a setting reach the engine?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { settingsSchema } from "#shared/domain/settings.ts";
import { AppearancePanel } from "./appearance-panel.tsx";

const SETTINGS = settingsSchema.parse({});

afterEach(takeDown);

test("a press on a second setting is sent while the first is being saved", async () => {
  let saved: (() => void) | undefined;
  const update = vi.fn(
    (_patch: unknown) =>
      new Promise<unknown>((resolve) => {
        saved = () => resolve(SETTINGS);
      }),
  );
  const client = { settings: { update } } as unknown as SchwabotClient;
  const { box } = drawn(
    <ClientProvider client={client}>
      <AppearancePanel settings={SETTINGS} />
    </ClientProvider>,
  );
  const [hide, colors] = box.querySelectorAll<HTMLElement>("[role=switch]");
  await act(async () => {
    hide?.click();
    colors?.click();
  });
  expect(update.mock.calls).toEqual([[{ privacy: !SETTINGS.privacy }], [{ colorBlindSafe: !SETTINGS.colorBlindSafe }]]);
  await act(async () => saved?.());
});
