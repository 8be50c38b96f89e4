// What is wrong with the keychain, in words for people, and what helps?

interface Problem {
  /** A whole sentence. */
  readonly reason: string;
  readonly fix: string;
  /** There is no keychain here at all; otherwise there is one that does not work. */
  readonly absent: boolean;
}

const PROBLEMS = {
  noBus: {
    reason: "No desktop session (D-Bus) runs here, so the system's keychain cannot be reached.",
    fix: "Start the program inside the desktop session, or choose a passphrase for a vault.",
    absent: true,
  },
  noService: {
    reason: "The desktop session has no keychain service (org.freedesktop.secrets).",
    fix: "Install and start gnome-keyring or KWallet, or choose a passphrase for a vault.",
    absent: true,
  },
  missingLibrary: {
    reason: "The library libsecret, through which the keychain is reached, is not installed.",
    fix: "Install it (Debian, Ubuntu: libsecret-1-0; Fedora, Arch: libsecret) and restart.",
    absent: true,
  },
  unsupported: {
    reason: "The keychain driver does not run on this system.",
    fix: "Choose a passphrase for a vault.",
    absent: true,
  },
  deadBus: {
    reason: "The desktop session (D-Bus) does not answer any more, so the keychain cannot be reached.",
    fix: "Log in to the desktop anew and restart the program.",
    absent: false,
  },
  locked: {
    reason: "The system's keychain is locked.",
    fix: "Unlock it with your login password (Passwords and Keys, KWallet or Keychain Access) and try again.",
    absent: false,
  },
  denied: {
    reason: "The system's keychain refused access.",
    fix: "Allow the program to use the keychain when the system asks, and try again.",
    absent: false,
  },
  timedOut: {
    reason: "The system's keychain did not answer within 5 seconds.",
    fix: "See whether it waits for a password or hangs, then restart the program.",
    absent: false,
  },
  died: {
    reason: "The keychain's process ended before it answered.",
    fix: "Restart the program; if it happens again, restart the system's keychain.",
    absent: false,
  },
  garbled: {
    reason: "The keychain's process gave an answer that makes no sense.",
    fix: "Install the program again.",
    absent: false,
  },
  mismatch: {
    reason: "The system's keychain gave back something else than was written.",
    fix: "Restart the system's keychain and try again.",
    absent: false,
  },
  closed: { reason: "The program is closing.", fix: "Start it again.", absent: false },
  /** An item under our name that this program did not write. */
  damaged: {
    reason: "The keychain item is damaged.",
    fix: "Enter the key anew.",
    absent: false,
  },
  other: {
    reason: "The system's keychain does not work.",
    fix: "Restart the system's keychain and try again.",
    absent: false,
  },
} as const satisfies Record<string, Problem>;

export type KeychainProblem = keyof typeof PROBLEMS;

// Object.keys forgets the type of its literal.
export const KEYCHAIN_PROBLEMS = Object.keys(PROBLEMS) as KeychainProblem[];

export class KeychainError extends Error {
  override readonly name = "KeychainError";
  readonly problem: KeychainProblem;
  readonly fix: string;
  readonly absent: boolean;

  /** `remark`: a sentence that adds something, like what the system said. */
  constructor(problem: KeychainProblem, remark: string | null = null) {
    const { reason, fix, absent } = PROBLEMS[problem];
    super(remark === null ? reason : `${reason} ${remark}`);
    this.problem = problem;
    this.fix = fix;
    this.absent = absent;
  }
}

/** The driver throws plain errors without a code. Texts as measured on Linux with libsecret 0.20, and those of macOS's and Windows' calls. */
const TEXTS: readonly (readonly [RegExp, KeychainProblem])[] = [
  [/locked collection|is locked|interaction is not allowed/i, "locked"],
  // Containers name a bus that is none to say that there is none.
  [/autolaunch D-Bus|does not contain a colon|unsupported transport|address is empty/i, "noBus"],
  [/org\.freedesktop\.secrets|ServiceUnknown/i, "noService"],
  [/could not connect|connection is closed|connection refused|disconnected|NoReply/i, "deadBus"],
  [/dismissed|cancell?ed|denied|not allowed/i, "denied"],
];

export function problemOf(text: string): KeychainProblem {
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
}

/** Why a driver file could not be loaded; told apart by loading it directly, because the package hides the cause. */
export function problemOfLoading(error: unknown): KeychainProblem {
  const text = error instanceof Error ? error.message : String(error);
  return /libsecret/.test(text) ? "missingLibrary" : "unsupported";
}
