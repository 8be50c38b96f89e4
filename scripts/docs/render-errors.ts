// What does the reference page of error codes say? Written from the one registry, so it cannot differ from the program.
import { ERROR_CODES } from "#shared/contract/errors.ts";

const HEAD = `# Error codes
Every failure has a code, \`AREA_WHAT\`. Screens show what happened, what it means for your money and what to do next.
This page is written by \`npm run generate\` from \`src-shared/contract/errors.ts\`.

| code | what happened | what it means for money | what to do |
|---|---|---|---|
`;

export const renderErrors = (): string =>
  HEAD +
  Object.entries(ERROR_CODES)
    .map(([code, { meaning, money, next }]) => `| \`${code}\` | ${meaning} | ${money} | ${next} |\n`)
    .join("");
