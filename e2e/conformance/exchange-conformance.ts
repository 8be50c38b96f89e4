// Does an adapter, through the real ccxt and real HTTP, do at its venue all that the port promises? One suite for every venue.
import { describe } from "vitest";
import { answerCases } from "./answer-cases.ts";
import { cancelCases } from "./cancel-cases.ts";
import { historyCases } from "./history-cases.ts";
import { keyCases } from "./key-cases.ts";
import { limitCases } from "./limit-cases.ts";
import { lookupCases } from "./lookup-cases.ts";
import { orderCases } from "./order-cases.ts";
import { readCases } from "./read-cases.ts";
import { silenceCases } from "./silence-cases.ts";
import { validateCases } from "./validate-cases.ts";
import type { VenueUnderTest } from "./venue-under-test.ts";
import { wireCases } from "./wire-cases.ts";

export function exchangeConformance(under: VenueUnderTest): void {
  describe(`${under.venue} keeps the contract of an exchange`, () => {
    wireCases(under);
    orderCases(under);
    validateCases(under);
    lookupCases(under);
    cancelCases(under);
    answerCases(under);
    readCases(under);
    silenceCases(under);
    historyCases(under);
    limitCases(under);
    keyCases(under);
  });
}
