// Does the Coinbase adapter take whatever its venue answers for what it is?
import { coinbaseUnderTest } from "../coinbase-under-test.ts";
import { spoiledAnswers } from "./spoiled-answers.ts";

// Sizes told in quote.
spoiledAnswers(coinbaseUnderTest, [1_058_928, 1_090_421]);
