// Does the Binance adapter take whatever its venue answers for what it is?
import { binanceUnderTest } from "../binance-under-test.ts";
import { spoiledAnswers } from "./spoiled-answers.ts";

spoiledAnswers(binanceUnderTest, []);
