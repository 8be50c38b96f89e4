import { act } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleAccountView } from "#renderer/stores/testing-accounts.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { UnlockBar } from "./unlock-bar.tsx";

const unlock = vi.fn(async (_input: unknown): Promise<unknown> => ({}));

function show() {
  // Only what the bar calls is there; any other call would fail the test.
  return drawn(
    <ClientProvider client={{ secrets: { unlock } } as unknown as SchwabotClient}>
      <UnlockBar />
    </ClientProvider>,
  );
}

afterEach(() => {
  takeDown();
  markIdle(accountsStore);
});

describe("a locked vault", () => {
  test("is not spoken of while no account waits for it", () => {
    markReady(accountsStore, [sampleAccountView()], 1);
    expect(show().box.textContent).toBe("");
  });

  test("is opened from any screen; the passphrase leaves the field, a wrong one is said", async () => {
    markReady(accountsStore, [sampleAccountView({ state: "locked" })], 1);
    unlock.mockRejectedValue(
      Object.assign(new Error("It does not open the vault."), { code: "SECRET_WRONG_PASSPHRASE", data: {} }),
    );
    const { box, find } = show();
    const field = find<HTMLInputElement>("input[type=password]");
    field.value = "correct horse";
    click(find("button"));
    await act(async () => undefined);
    expect(unlock).toHaveBeenCalledExactlyOnceWith({ passphrase: "correct horse" });
    expect(field.value).toBe("");
    expect(find("[role=alert]").textContent).toContain("It does not open the vault.");
    expect(box.textContent).toContain("One account is not contacted");
  });
});
