// Which rows of a table hold data?
import type { Locator } from "@playwright/test";

/** All but those of the head. */
export function bodyRows(place: Locator): Locator {
  return place.getByRole("row").filter({ hasNot: place.page().getByRole("columnheader") });
}
