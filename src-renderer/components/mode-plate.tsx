// In which mode does a profile trade, and does it meet a test server? A word, a color and a shape say it together.
import { classNames } from "#renderer/lib/class-names.ts";
import type { Mode } from "#shared/domain/account.ts";
import { Chip } from "./chip.tsx";

const MODE_WORDS = { paper: "PAPER", sandbox: "SANDBOX", live: "LIVE" } as const satisfies Record<Mode, string>;

/** Test servers on this computer that stand in for venues in this run. */
export interface TestServers {
  /** "test server 127.0.0.1:4001", or how many there are; with the venue where the profile has others too. */
  readonly words: string;
  /** All of them with their venues. */
  readonly title: string;
  /** The profile reaches nothing else: its LIVE must not look like the real one. */
  readonly isOnly: boolean;
}

export interface ModePlateProps {
  readonly mode: Mode;
  /** A small plate has no room for addresses: it speaks of test servers only where the profile meets nothing else. */
  readonly small?: boolean;
  readonly testServers?: TestServers | null | undefined;
}

export function ModePlate({ mode, small = false, testServers = null }: ModePlateProps) {
  const plate = (
    <span className={classNames("plate", mode, small && "sm", testServers?.isOnly === true && "test")}>
      {MODE_WORDS[mode]}
    </span>
  );
  if (testServers === null || (small && !testServers.isOnly)) return plate;
  return (
    <>
      {plate}
      <Chip title={testServers.title} className="test-server">
        {small ? "test server" : testServers.words}
      </Chip>
    </>
  );
}
