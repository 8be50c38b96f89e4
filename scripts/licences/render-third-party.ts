// What is shipped that others wrote, and under which licence? The text shown under About.
import { collectPackages, type InstalledPackage } from "./installed-packages.ts";
import { isAllowedLicense } from "./is-allowed-license.ts";
import { SHIPPED } from "./shipped.ts";

/** These packages' dependencies serve fetching and compiling; only the packages themselves ship. */
const ROOTS_ONLY = ["electron", "better-sqlite3", "tailwindcss"] as const;

const HEADER = `Schwabot is built with the work of others. This file is generated (npm run generate).

Charts: TradingView Lightweight Charts(TM), Copyright (c) TradingView, Inc. https://www.tradingview.com/
Electron contains Chromium and Node.js; their licences lie beside the installed program as LICENSES.chromium.html.
`;

const RULE = "-".repeat(80);

const renderPackage = ({ name, version, license, licenseText }: InstalledPackage): string =>
  `${RULE}\n${name} ${version} (${license})\n\n${licenseText ?? "The package carries no licence text beside this name."}\n`;

export const renderThirdParty = (root: string): string => {
  const packages = collectPackages(root, Object.keys(SHIPPED), ROOTS_ONLY);
  const refused = packages.filter(({ license }) => !isAllowedLicense(license));
  if (refused.length > 0) {
    const list = refused.map(({ name, version, license }) => `${name}@${version} (${license})`).join(", ");
    throw new Error(
      `These licences may not ship: ${list}. Replace the package or take it out of scripts/licences/shipped.ts.`,
    );
  }
  return `${HEADER}\n${packages.map(renderPackage).join("\n")}`;
};
