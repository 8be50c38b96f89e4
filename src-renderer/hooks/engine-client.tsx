// How do parts of the window reach the engine's commands?
import { createContext, type ReactNode, use } from "react";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { ensure } from "#shared/domain/assert.ts";

const ClientContext = createContext<SchwabotClient | null>(null);

export interface ClientProviderProps {
  readonly client: SchwabotClient;
  readonly children: ReactNode;
}

export function ClientProvider({ client, children }: ClientProviderProps) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The typed client. Throws outside {@link ClientProvider}. */
export function useClient(): SchwabotClient {
  return ensure(use(ClientContext), "engine client");
}
