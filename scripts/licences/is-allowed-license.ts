// May a package under this licence be shipped? Reads the SPDX expressions that packages use.

const ALLOWED: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "OFL-1.1",
  "Unlicense",
]);

const stripParentheses = (expression: string): string => expression.replace(/^\((.*)\)$/, "$1");

/** One of several offered licences is enough; where all apply, all must be allowed. Nested expressions are refused. */
export const isAllowedLicense = (license: string): boolean => {
  const expression = stripParentheses(license.trim());
  if (/[()]/.test(expression)) return false;
  if (expression.includes(" OR ")) return expression.split(" OR ").some(isAllowedLicense);
  return expression.split(" AND ").every((part) => ALLOWED.has(part.trim()));
};
