// Does the Kraken adapter take whatever its venue answers for what it is?
import { krakenUnderTest } from "../kraken-under-test.ts";
import { spoiledAnswers } from "./spoiled-answers.ts";

// A count without end; an entry without an id.
spoiledAnswers(krakenUnderTest, [1_037_050, 1_073_361, 1_073_815, 1_081_325, 1_091_866]);
