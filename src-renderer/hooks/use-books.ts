// How does a screen reach the books?
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { useClient } from "./engine-client.tsx";

export function useBooks(): SchwabotClient["books"] {
  return useClient().books;
}
