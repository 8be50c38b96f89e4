// Does a key do what it may, and is it refused where it may not or may too much?
import { describe, expect, it } from "vitest";
import { dangerousRights, missingToTrade, missingToView } from "#shared/domain/key-permissions.ts";
import { openVenue } from "./open-venue.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";

export function keyCases(under: VenueUnderTest): void {
  describe("keys", () => {
    it("as the venue hands them out are taken", async () => {
      const venue = await openVenue(under);
      const read = venue.readCredentials(venue.key());
      expect(read.kind).toBe("ok");
    });

    it.each([
      ["spaces around", (text: string) => `  ${text}\n`],
      ["quotation marks", (text: string) => `"${text}"`],
    ])("with %s are mended and work", async (_name, spoil) => {
      const venue = await openVenue(under);
      const key = venue.key();
      const client = venue.client({ apiKey: spoil(key.apiKey), secret: spoil(key.secret), passphrase: key.passphrase });
      expect(await venue.value(client.fetchBalances({}))).not.toEqual([]);
    });

    it.each([
      ["an empty key", { apiKey: "" }],
      ["an empty secret", { secret: "" }],
      ["a secret of another kind", { secret: "hunter2 is no key" }],
    ])("%s is refused before any call, without being quoted", async (_name, spoiled) => {
      const venue = await openVenue(under);
      const read = venue.readCredentials({ ...venue.key(), ...spoiled });
      if (read.kind === "ok") throw new Error("taken");
      expect(read.problem).not.toContain("hunter2");
      expect(venue.server.requests.all).toEqual([]);
    });

    it("with another key's secret are not accepted, and the secret is not told", async () => {
      const venue = await openVenue(under);
      const [key, other] = [venue.key(), venue.key()];
      const client = venue.client({ ...key, secret: other.secret });
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_AUTH");
      expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("rejected");
      expect(venue.server.account.orders()).toEqual([]);
    });

    it("that were revoked are told as such, for reads, orders and after success", async () => {
      const venue = await openVenue(under);
      const key = venue.key();
      const client = venue.client(key);
      await venue.value(client.fetchBalances({}));
      venue.running.revoke(key);
      expect((await venue.failure(client.fetchBalances({}))).code).toBe("VENUE_AUTH");
      expect((await venue.value(client.submitOrder(venue.order(), {}))).kind).toBe("rejected");
      expect(client.diagnostics().failing?.code).toBe("VENUE_AUTH");
    });

    it("that may only read are refused for an order, which was not placed", async () => {
      const venue = await openVenue(under);
      const client = venue.client(venue.key({ rights: "view" }));
      await venue.value(client.fetchBalances({}));
      const outcome = await venue.value(client.submitOrder(venue.order(), {}));
      expect(outcome).toMatchObject({ kind: "rejected", code: under.codes.permission });
      expect(venue.requests(under.routes.submit)).toHaveLength(1);
      expect(venue.server.account.orders()).toEqual([]);
    });

    it("without any right cannot read balances", async () => {
      const venue = await openVenue(under);
      const failure = await venue.failure(venue.client(venue.key({ rights: "nothing" })).fetchBalances({}));
      expect(["VENUE_PERMISSION", "VENUE_AUTH"]).toContain(failure.code);
      expect(failure.retryable).toBe(false);
    });

    it("for other addresses are refused", async () => {
      const venue = await openVenue(under);
      const client = venue.client(venue.key({ ipAllowList: ["203.0.113.7"] }));
      expect(["VENUE_PERMISSION", "VENUE_AUTH"]).toContain((await venue.failure(client.fetchBalances({}))).code);
    });

    it("for this address work", async () => {
      const venue = await openVenue(under);
      await venue.value(venue.client(venue.key({ ipAllowList: ["127.0.0.1"] })).fetchBalances({}));
    });

    it("are asked for once, and again only after asking failed", async () => {
      const venue = await openVenue(under);
      const read = venue.readCredentials(venue.key());
      if (read.kind === "bad") throw new Error(read.problem);
      let asked = 0;
      const client = venue.clientAsking(async () => {
        asked += 1;
        if (asked === 1) throw new Error("locked");
        return read.credentials;
      });
      await expect(venue.time.run(client.fetchBalances({}))).rejects.toThrow();
      await venue.value(client.fetchBalances({}));
      await venue.value(client.fetchBalances({}));
      expect(asked).toBe(2);
    });
  });

  const { permissions } = under.routes;
  if (permissions === null) {
    it("rights cannot be read, and that is said", async () => {
      const venue = await openVenue(under);
      expect((await venue.failure(venue.client().fetchPermissions({}))).code).toBe("VENUE_NOT_SUPPORTED");
      expect(venue.market.abilities.permissions).toBe(false);
    });
    return;
  }

  describe("rights", () => {
    it("of a key for trading miss nothing and are not dangerous", async () => {
      const venue = await openVenue(under);
      const told = await venue.value(venue.client().fetchPermissions({}));
      expect(told.readable).toBe(true);
      expect(dangerousRights(told)).toEqual([]);
      expect(missingToTrade(told)).toEqual([]);
      expect(told.readAt).toBe(venue.now());
    });

    it("of a key for reading miss those for trading", async () => {
      const venue = await openVenue(under);
      const told = await venue.value(venue.client(venue.key({ rights: "view" })).fetchPermissions({}));
      expect(missingToView(told)).toEqual([]);
      expect(missingToTrade(told).length).toBeGreaterThan(0);
      expect(dangerousRights(told)).toEqual([]);
    });

    it("of a key that moves money out are dangerous", async () => {
      const venue = await openVenue(under);
      const told = await venue.value(venue.client(venue.key({ rights: "withdraw" })).fetchPermissions({}));
      expect(dangerousRights(told).map(({ id }) => id)).toContain(under.rights.withdraw);
    });

    it("tell of a list of addresses as far as the venue does", async () => {
      const venue = await openVenue(under);
      const open = await venue.value(venue.client().fetchPermissions({}));
      const bound = await venue.value(venue.client(venue.key({ ipAllowList: ["127.0.0.1"] })).fetchPermissions({}));
      expect(open.ipRestricted).toBe(under.rights.tellsAddresses ? false : null);
      expect(bound.ipRestricted).toBe(under.rights.tellsAddresses ? true : null);
    });

    it("that are not understood are a failure, never a harmless key", async () => {
      const venue = await openVenue(under);
      const { path, method } = permissions;
      for (const change of [
        () => ({}),
        () => ({ result: {} }),
        () => ({ error: [], result: { permissions: "all" } }),
      ]) {
        venue.server.faults.add({ kind: "alter", change }, { path, method, times: 1 });
        const end = await venue.ended(venue.client().fetchPermissions({}));
        if ("value" in end) expect(missingToTrade(end.value).length).toBeGreaterThan(0);
        else expect(end.error.code).toBe("VENUE_ANSWER");
      }
    });
  });
}
