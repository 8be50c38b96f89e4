// Do the window and the page of definitions say the same of each strategy?
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { STRATEGY_TITLES, strategyNameSchema } from "./strategy-name.ts";
import { STRATEGY_WORDS } from "./strategy-words.ts";

const PAGE = readFileSync(new URL("../../resources/docs/strategies.md", import.meta.url), "utf8");

test.each(strategyNameSchema.options)("%s is told in the words of its section", (name) => {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${STRATEGY_TITLES[name]}\n`));
  const text = (section ?? "").replace(/\s+/g, " ");
  const { assumes, fails, source } = STRATEGY_WORDS[name];
  expect(text).toContain(`**Assumes** ${assumes}`);
  expect(text.replace("**Fails**: ", "**Fails** ")).toContain(`**Fails** ${fails}`);
  expect(text).toContain(`**Source**: ${source}`);
});
