// Which errors exist, what do they mean for money, and what is the next step?
// One registry: codes are AREA_WHAT; the reference page in resources/docs is generated from it.

export interface ErrorMeaning {
  /** What happened, in general. */
  readonly meaning: string;
  /** What it means for the user's money. */
  readonly money: string;
  /** What to do next. */
  readonly next: string;
}

export const ERROR_CODES = {
  INPUT_INVALID: {
    meaning: "A value that was given is not of the expected form.",
    money: "Nothing was changed.",
    next: "Correct the field that the message names.",
  },
  INPUT_TOO_LARGE: {
    meaning: "A message is larger than is accepted.",
    money: "Nothing was changed.",
    next: "Send less at once.",
  },
  AUTH_REQUIRED: {
    meaning: "This window is not logged in.",
    money: "Nothing was changed.",
    next: "Open the link of the redirect file again.",
  },
  AUTH_REFUSED: {
    meaning: "The sender or the code was not accepted.",
    money: "Nothing was changed.",
    next: "Start again from the redirect file.",
  },
  PROFILE_NOT_FOUND: {
    meaning: "There is no such profile.",
    money: "Nothing was changed.",
    next: "Choose a profile from the list.",
  },
  PROFILE_EXISTS: {
    meaning: "A profile with this identity exists already.",
    money: "Nothing was changed.",
    next: "Choose another name.",
  },
  PROFILE_HALTED: {
    meaning: "Trading of this profile is halted.",
    money: "No new order is sent; look-ups and cancels go on.",
    next: "Read the reason and arm it again.",
  },
  FEED_DOWN: {
    meaning: "A venue's prices do not arrive.",
    money: "Nothing is traded on old prices.",
    next: "Wait for the connection or check the network.",
  },
  FEED_NO_DATA: {
    meaning: "The market data asked for does not exist.",
    money: "Nothing was changed.",
    next: "Ask for another symbol or period.",
  },
  VENUE_UNREACHABLE: {
    meaning: "A venue does not answer.",
    money: "Open orders stay as they are at the venue.",
    next: "Wait; it is asked again.",
  },
  VENUE_REJECTED: {
    meaning: "A venue refused a request.",
    money: "The order was not placed.",
    next: "Read the venue's reason and plan again.",
  },
  ORDER_NOT_FOUND: {
    meaning: "There is no such order.",
    money: "Nothing was changed.",
    next: "Refresh the list of orders.",
  },
  ORDER_UNKNOWN: {
    meaning: "It is not known yet whether an order exists at the venue.",
    money: "Its amount stays reserved and nothing new of its plan is sent.",
    next: "Wait; the venue is asked until there is proof.",
  },
  GATE_DENIED: {
    meaning: "A safety check denied an order before it was sent.",
    money: "The order was not sent.",
    next: "Read the check's reason.",
  },
  PLAN_NOT_FOUND: { meaning: "There is no such plan.", money: "Nothing was changed.", next: "Plan again." },
  PLAN_EXPIRED: { meaning: "The plan is older than it may be.", money: "Nothing was sent.", next: "Plan again." },
  PLAN_STALE: {
    meaning: "Prices or holdings have moved since the plan was made.",
    money: "Nothing was sent.",
    next: "Plan again.",
  },
  PLAN_HASH_MISMATCH: {
    meaning: "The approval does not name the plan that was shown.",
    money: "Nothing was sent.",
    next: "Plan again and approve what is shown.",
  },
  PLAN_NONCE_USED: {
    meaning: "The approval was used already or belongs to another plan.",
    money: "Nothing was sent a second time.",
    next: "Plan again.",
  },
  PLAN_STATE: {
    meaning: "The plan's state does not allow this command.",
    money: "Nothing was changed.",
    next: "Refresh the plan.",
  },
  PLAN_BUSY: {
    meaning: "Another plan of this profile is being executed.",
    money: "Nothing was changed.",
    next: "Wait for it or stop it.",
  },
  PLAN_IMPOSSIBLE: {
    meaning: "No plan can be made from these inputs.",
    money: "Nothing was sent.",
    next: "Read which input stands in the way.",
  },
  STORE_READ_ONLY: {
    meaning: "The data folder cannot be written to.",
    money: "Trading is halted; what is stored can be read.",
    next: "Give the program the right to write there.",
  },
  STORE_FULL: {
    meaning: "The disk is full.",
    money: "Trading is halted; nothing stored is lost.",
    next: "Free some space.",
  },
  STORE_DAMAGED: {
    meaning: "A database file is damaged.",
    money: "Trading is halted; the file was set aside, not erased.",
    next: "Restore from a backup.",
  },
  STORE_NEWER: {
    meaning: "The data folder was written by a newer version.",
    money: "Nothing was changed.",
    next: "Install the newer version.",
  },
  STORE_FAILED: {
    meaning: "A database call failed.",
    money: "Trading is halted.",
    next: "Look at the log and restart.",
  },
  SYSTEM_ALREADY_RUNNING: {
    meaning: "Another process uses this data folder.",
    money: "Nothing was changed.",
    next: "Use that window, or another --data-dir.",
  },
  SYSTEM_PORT_IN_USE: { meaning: "The port is taken.", money: "Nothing was changed.", next: "Choose another --port." },
  SYSTEM_NOT_SUPPORTED: {
    meaning: "This shell cannot do that.",
    money: "Nothing was changed.",
    next: "Use the desktop application.",
  },
  SYSTEM_PAUSED: {
    meaning: "Everything is paused.",
    money: "No new order is sent.",
    next: "Resume when you are ready.",
  },
  SYSTEM_INTERNAL: {
    meaning: "The program made a mistake.",
    money: "Nothing was guessed. Orders under way go on as journaled; a halted profile says so.",
    next: "Look at the log and report it.",
  },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof ERROR_CODES;
