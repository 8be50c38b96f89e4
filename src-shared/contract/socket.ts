// What do both ends of the headless shell's socket and log-in agree on?

export const SOCKET_PATH = "/rpc";
/** First protocol name of the handshake; the second is the tab's secret. */
export const SOCKET_PROTOCOL = "schwabot.v1";
export const SESSION_PATH = "/session";
export const SECRET_HEADER = "x-schwabot-secret";
/** Close code of a socket whose session is over: log in again. */
export const CLOSE_SESSION_OVER = 4401;
