// How are the contract's questions about the journal answered?
import { kindsOfAreas, toAuditLine } from "#api/audit-line.ts";
import type { ApiContext } from "#api/context.ts";
import { implementer } from "#api/implementer.ts";
import { type StreamSource, watchStream } from "#api/watch-stream.ts";
import type { AuditLine } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

const { audit } = implementer;

/** Written without a profile; a recovery, though of the system's area, is a profile's own. */
const PROGRAM_KINDS = (kindsOfAreas(["system"]) ?? []).filter((kind) => kind !== "system.recovered");

const LATEST = 100;
/** Lines that may wait for a slow reader before it gets the latest 100 anew. */
const BACKLOG = 200;

interface Filter {
  /** A profile's lines come with those of the whole program: starts, pauses and settings concern every profile. */
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
          (filter.profileId === null || entry.profileId === null || entry.profileId === filter.profileId) &&
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
  const { limit, before } = page;
  const kinds = kindsOfAreas(filter.areas);
  const query = { limit, ...(before === undefined ? {} : { before }), ...(kinds === undefined ? {} : { kinds }) };
  if (filter.profileId === null) return (await context.audit.readLatest(query)).map(toAuditLine);
  const [own, ofProgram] = await Promise.all([
    context.audit.readLatest({ ...query, profileId: filter.profileId }),
    context.audit.readLatest({
      ...query,
      kinds: PROGRAM_KINDS.filter((kind) => kinds === undefined || kinds.includes(kind)),
    }),
  ]);
  return [...own, ...ofProgram]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, limit)
    .map(toAuditLine);
}
