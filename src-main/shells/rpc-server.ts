// How is the router served to one window, whatever carries the frames? Every transport ends here.
import { RPCHandler } from "@orpc/server/ws";
import type { ApiContext } from "#api/context.ts";
import type { ApiRouter } from "#api/router.ts";
import { refusal, toContractError } from "#api/to-contract-error.ts";
import { admitFrame } from "./frame-door.ts";
import { SendWindow } from "./send-window.ts";

/** What carries frames: a message port or a socket. */
export interface FrameChannel {
  /** Resolves when the frame has left; must not reject. */
  send(text: string): Promise<void>;
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  /** Ends the channel, saying why in one registered code. */
  close(code: "INPUT_INVALID" | "INPUT_TOO_LARGE"): void;
}

export interface RpcServer {
  /** Serves one window until its channel closes; that cancels its calls and streams. */
  serve(channel: FrameChannel): void;
}

/** Calls and streams that one window may have open at once: about ten times what it needs. */
const MAX_OPEN_CALLS = 128;

export function createRpcServer(router: ApiRouter, context: ApiContext): RpcServer {
  const handler = new RPCHandler(router, {
    interceptors: [
      async ({ next, request }) => {
        try {
          const result = await next();
          if (result.matched) return result;
        } catch (error) {
          throw toContractError(error, context.logger, context.guard);
        }
        throw refusal("INPUT_INVALID", `There is no procedure ${request.url.pathname}.`);
      },
    ],
  });
  return {
    serve(channel) {
      const sending = new SendWindow(channel);
      const peer = openPeer((text) => sending.send(text));
      void handler.upgrade(peer.socket, { context });
      let openCalls = 0;

      const refuse = (id: string, code: "INPUT_INVALID" | "INPUT_TOO_LARGE", why: string): void => {
        const error = refusal(code, `${why}.`);
        void sending.send(JSON.stringify({ i: id, p: { s: error.status, b: { json: error.toJSON() } } }));
      };

      const call = async (id: string, text: string): Promise<void> => {
        if (openCalls >= MAX_OPEN_CALLS) {
          refuse(id, "INPUT_TOO_LARGE", `A window may have ${MAX_OPEN_CALLS} calls open at once`);
          return;
        }
        openCalls += 1;
        try {
          await peer.receive(text);
        } finally {
          openCalls -= 1;
        }
      };

      channel.onFrame((frame) => {
        const admission = admitFrame(frame);
        switch (admission.kind) {
          case "call":
            void call(admission.id, admission.text);
            return;
          case "cancel":
            afterCallsOpened(() => void peer.receive(admission.text));
            return;
          case "read":
            sending.confirm(admission.count);
            return;
          case "refused":
            context.logger.warn("A frame was refused", { code: admission.code, why: admission.why });
            if (admission.id === null) channel.close(admission.code);
            else refuse(admission.id, admission.code, admission.why);
        }
      });
      channel.onClose(() => {
        sending.end();
        afterCallsOpened(() => peer.close());
      });
    },
  };
}

/** The library opens a call some microtasks after its frame came; what ends calls must not overtake that. */
function afterCallsOpened(run: () => void): void {
  setImmediate(run);
}

type SocketLike = Parameters<InstanceType<typeof RPCHandler>["upgrade"]>[0];

/** The library's own peer, reached through the little of a socket that it uses; `receive` settles when the call is over. */
function openPeer(send: (text: string) => Promise<void>): {
  readonly socket: SocketLike;
  readonly receive: (text: string) => Promise<void>;
  readonly close: () => void;
} {
  let onMessage: (event: { data: string }) => unknown = () => undefined;
  let onClose: () => unknown = () => undefined;
  const socket = {
    send,
    addEventListener(type: string, listener: (event?: unknown) => unknown) {
      if (type === "message") onMessage = listener;
      if (type === "close") onClose = listener;
    },
  };
  return {
    // The library asks for a whole socket and uses these two members, the second with strings only.
    socket: socket as unknown as SocketLike,
    receive: async (text) => {
      await onMessage({ data: text });
    },
    close: () => void onClose(),
  };
}
