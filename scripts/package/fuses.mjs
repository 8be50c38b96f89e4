// Which of Electron's nine build-time switches are on? Every one is set; a tenth in a later Electron fails the package.
import path from "node:path";
import { FuseV1Options, FuseVersion, flipFuses } from "@electron/fuses";

/** The name of the program file on Linux. */
export const LINUX_EXECUTABLE = "schwabot";

/** Asar integrity is checked on macOS and Windows only; on Linux the switch would stop the program from starting. */
export const fuseConfig = (/** @type {string} */ platform) =>
  /** @type {const} */ ({
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== "linux",
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  });

/** Runs after packing and before signing: a signature over other fuses would be void. */
export const setFuses = async (/** @type {import("electron-builder").AfterPackContext} */ context) => {
  const { appOutDir, electronPlatformName, packager } = context;
  const name = packager.appInfo.productFilename;
  const executable = { darwin: `${name}.app`, win32: `${name}.exe`, linux: LINUX_EXECUTABLE }[electronPlatformName];
  if (executable === undefined) throw new Error(`No fuses are known for the platform ${electronPlatformName}.`);
  await flipFuses(path.join(appOutDir, executable), {
    ...fuseConfig(electronPlatformName),
    resetAdHocDarwinSignature: electronPlatformName === "darwin",
  });
};
