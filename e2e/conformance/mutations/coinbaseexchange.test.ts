// Does the Coinbase Exchange adapter take whatever its venue answers for what it is?
import { coinbaseExchangeUnderTest } from "../coinbase-exchange-under-test.ts";
import { spoiledAnswers } from "./spoiled-answers.ts";

spoiledAnswers(coinbaseExchangeUnderTest, []);
