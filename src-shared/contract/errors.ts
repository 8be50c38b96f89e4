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
  PROFILE_ACCOUNT_NOT_FOUND: {
    meaning: "The profile has no such account.",
    money: "Nothing was changed.",
    next: "Choose an account from the list.",
  },
  PROFILE_ACCOUNT_PAUSED: {
    meaning: "The account is paused.",
    money: "Nothing was sent; open orders stay as they are at the venue.",
    next: "Resume the account under Accounts.",
  },
  PROFILE_MODE: {
    meaning: "The profile cannot be in that mode.",
    money: "Nothing was changed.",
    next: "Read why in the message.",
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
  VENUE_AUTH: {
    meaning: "A venue does not accept the key.",
    money: "Nothing was sent; open orders stay as they are at the venue.",
    next: "Check the key at the venue and replace it here if it was revoked.",
  },
  VENUE_PERMISSION: {
    meaning: "The key may not do what was asked.",
    money: "Nothing was sent.",
    next: "Give the key the right that the message names, or make a new key.",
  },
  VENUE_KEY_REFUSED: {
    meaning: "The key can move money out of the account.",
    money: "Nothing was stored and nothing was sent.",
    next: "Make a key without the right to withdraw or transfer.",
  },
  VENUE_RATE_LIMITED: {
    meaning: "A venue asked for a pause, or the own budget of calls is used up.",
    money: "Nothing was sent; what was planned waits.",
    next: "Wait; calls go on when the pause is over.",
  },
  VENUE_BANNED: {
    meaning: "A venue blocks this computer's address for a while.",
    money: "Nothing is sent there until the block ends.",
    next: "Wait until the time that the message names.",
  },
  VENUE_CLOCK: {
    meaning: "A venue refused a call because the clocks differ.",
    money: "Nothing was placed.",
    next: "Set this computer's clock and let it be synchronized.",
  },
  VENUE_MAINTENANCE: {
    meaning: "A venue is in maintenance.",
    money: "Open orders stay as they are; nothing new is sent there.",
    next: "Wait; it is asked again.",
  },
  VENUE_ANSWER: {
    meaning: "A venue's answer could not be understood.",
    money: "No number was taken from it.",
    next: "Wait; it is asked again. If it stays, look at the log.",
  },
  VENUE_NOT_SUPPORTED: {
    meaning: "This venue, or this part of it, cannot be used.",
    money: "Nothing was changed.",
    next: "Read what the message says the venue cannot do.",
  },
  VENUE_OTHER_SERVER: {
    meaning: "The account's key belongs to another server than this run speaks to.",
    money: "Nothing was sent; the key was not used.",
    next: "Start the program with, or without, the test servers that the account was connected to.",
  },
  VENUE_CHECK_EXPIRED: {
    meaning: "The checked key is no longer held in memory.",
    money: "Nothing was stored.",
    next: "Check the key again.",
  },
  ORDER_NOT_FOUND: {
    meaning: "There is no such order.",
    money: "Nothing was changed.",
    next: "Refresh the list of orders.",
  },
  ORDER_STATE: {
    meaning: "The order is in a state in which this can not be done, or not yet.",
    money: "Nothing changed.",
    next: "Look at the order's state and at what the message says.",
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
  PLAN_NOT_VALIDATED: {
    meaning: "A venue has not said yet that it would take every order of the plan.",
    money: "Nothing was sent.",
    next: "Read which order it is about, wait for the answer or plan again.",
  },
  PLAN_HYPOTHETICAL: {
    meaning: "The plan counts on money that is not there.",
    money: "Nothing was sent.",
    next: "Pay the money in and plan again.",
  },
  PLAN_IMPOSSIBLE: {
    meaning: "No plan can be made from these inputs.",
    money: "Nothing was sent.",
    next: "Read which input stands in the way.",
  },
  STANDING_NOT_LIVE: {
    meaning: "The standing approval that an automatic plan names is not live.",
    money: "Nothing new is sent; orders under way go on to their end.",
    next: "Read why it ended, and make a new one if you still want it.",
  },
  STANDING_NOT_COVERED: {
    meaning: "The standing approval does not cover the plan.",
    money: "Nothing was sent by itself.",
    next: "Look at the plan and approve it yourself, or make a standing approval that covers it.",
  },
  STANDING_LIMIT: {
    meaning: "The plan is beyond a limit of the standing approval.",
    money: "Nothing was sent by itself beyond the limit.",
    next: "Look at the plan and approve it yourself, or wait for the next day (UTC).",
  },
  STANDING_NOT_FOUND: {
    meaning: "There is no such standing approval.",
    money: "Nothing was changed.",
    next: "Choose one from the list.",
  },
  STANDING_STATE: {
    meaning: "The standing approval is over already.",
    money: "Nothing was changed.",
    next: "Nothing needs to be done.",
  },
  STANDING_EXISTS: {
    meaning: "A standing approval of this profile is live already.",
    money: "Nothing was changed.",
    next: "Stop it first, then make another.",
  },
  STANDING_NONCE: {
    meaning: "The one-time value was used already or belongs to another proposal.",
    money: "Nothing was allowed.",
    next: "Look at what it would allow once more, and give it again.",
  },
  STANDING_EXPIRED: {
    meaning: "What was shown is too old.",
    money: "Nothing was allowed.",
    next: "Look at what it would allow once more, and give it again.",
  },
  STANDING_SUSPENDED: {
    meaning: "Something would suspend the standing approval at once.",
    money: "Nothing was allowed.",
    next: "Read what it is and mend it first.",
  },
  LIVE_NOT_READY: {
    meaning: "This version does not trade live at a real venue.",
    money: "Nothing was changed; the profile stays as it is.",
    next: "Use paper, a sandbox, or a test server on this computer.",
  },
  LIVE_CHECKLIST: {
    meaning: "The checklist for going live is not fulfilled.",
    money: "Nothing was changed; the profile stays as it is.",
    next: "Mend what failed and accept what is still open.",
  },
  LIVE_LOCKED: {
    meaning: "Live trading is locked by SCHWABOT_LIVE_TRADING_ENABLED=false.",
    money: "Nothing was changed.",
    next: "Remove the variable and start again, if you mean to trade live.",
  },
  SECRET_LOCKED: {
    meaning: "The vault is locked.",
    money: "No venue is called with a key; open orders stay as they are.",
    next: "Unlock it with its passphrase.",
  },
  SECRET_WRONG_PASSPHRASE: {
    meaning: "The passphrase does not open the vault.",
    money: "Nothing was changed.",
    next: "Type it again. Without it the keys have to be entered anew.",
  },
  SECRET_UNAVAILABLE: {
    meaning: "Neither the system's keychain nor a vault can be used.",
    money: "No venue is called with a key; open orders stay as they are.",
    next: "Read the reason: start the keychain, or choose a passphrase for a vault.",
  },
  SECRET_NOT_FOUND: {
    meaning: "No key is stored for this account.",
    money: "The account cannot be read; open orders stay as they are.",
    next: "Connect the account again with its key.",
  },
  SECRET_DAMAGED: {
    meaning: "A stored key or the vault is damaged.",
    money: "Nothing was taken from it; the file was left as it is.",
    next: "Restore the vault from a backup, or enter the keys anew.",
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
  SYSTEM_CANCELED: {
    meaning: "The window gave the call up before it was answered.",
    money: "Nothing was changed by giving it up; what was sent before goes on as journaled.",
    next: "Ask again if you still want to know.",
  },
  SYSTEM_STOPPING: {
    meaning: "The program, or this profile, was being stopped.",
    money: "Nothing new was sent; what was sent before is journaled and is looked up at the next start.",
    next: "Start the program again and ask once more.",
  },
  SYSTEM_INTERNAL: {
    meaning: "The program made a mistake.",
    money: "Nothing was guessed. Orders under way go on as journaled; a halted profile says so.",
    next: "Look at the log and report it.",
  },
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof ERROR_CODES;
