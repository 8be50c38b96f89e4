// How are the contract's questions about the journal answered?
import { kindsOfAreas, toAuditLine } from "#api/audit-line.ts";
import type { ApiContext } from "#api/context.ts";
import { implementer } from "#api/implementer.ts";
import { type StreamSource, watchStream } from "#api/watch-stream.ts";
import type { AuditLine } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

const { audit } = implementer;

const LATEST = 100;
/** Lines that may wait for a slow reader before it gets the latest 100 anew. */
const BACKLOG = 200;

interface Filter {
  readonly profileId: ProfileId | null;
  readonly areas?: readonly AuditLine["area"][] | undefined;
}

export const auditHandlers = audit.router({
  list: audit.list.handler(({ context, input }) =>
    readLines(context, input, { limit: input.limit, before: input.before }),
  ),

  watch: audit.watch.handler(({ context, input, signal }) =>
    watchStream({
      source: lineSource(context, input),
      profileId: input.profileId,
      conflation: { kind: "queue", capacity: BACKLOG },
      intervalMs: 0,
      clock: context.clock,
      signal,
    }),
  ),

  verify: audit.verify.handler(({ context }) => context.audit.verify()),
});

function lineSource(context: ApiContext, filter: Filter): StreamSource<AuditLine[], AuditLine> {
  return {
    read: () => readLines(context, filter, { limit: LATEST }),
    subscribe: (listener) =>
      context.audit.appended.subscribe((entry) => {
        const line = toAuditLine(entry);
        const wanted =
          (filter.profileId === null || entry.profileId === filter.profileId) &&
          (filter.areas === undefined || filter.areas.includes(line.area));
        if (wanted) listener(line);
      }),
  };
}

async function readLines(
  context: ApiContext,
  filter: Filter,
  page: { readonly limit: number; readonly before?: number | undefined },
): Promise<AuditLine[]> {
  const kinds = kindsOfAreas(filter.areas);
  const entries = await context.audit.readLatest({
    limit: page.limit,
    ...(page.before === undefined ? {} : { before: page.before }),
    ...(filter.profileId === null ? {} : { profileId: filter.profileId }),
    ...(kinds === undefined ? {} : { kinds }),
  });
  return entries.map(toAuditLine);
}
