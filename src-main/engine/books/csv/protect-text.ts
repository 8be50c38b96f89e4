// How is a text kept from being run as a formula by a spreadsheet that opens the file?
// Source: OWASP, "CSV Injection": cells that begin with = + - @ tab or return are formulas; a quote before them makes them text.

const FORMULA = /^'*[=+\-@\t\r]/;
const PROTECTED = /^'+[=+\-@\t\r]/;

/** With a quote in front where a spreadsheet would run it. `unprotectedText` gives back the same text. */
export function protectedText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function unprotectedText(text: string): string {
  return PROTECTED.test(text) ? text.slice(1) : text;
}
