// How much of the books is here, and how does the rest come?
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { MOST_ROWS, type TransactionPages } from "./use-transaction-pages.ts";

export interface PagesFootProps {
  readonly pages: TransactionPages;
}

const write = (count: number) => count.toLocaleString("en-US");

export function PagesFoot({ pages }: PagesFootProps) {
  const { value } = pages.remote;
  const loaded = value?.rows.length ?? 0;
  return (
    <>
      <span className="f12 t3" role="status">
        {write(loaded)}
        {value?.total == null ? "" : ` of ${write(value.total)}`} entries here
        {pages.isFull ? `: ${write(MOST_ROWS)} is the most. Filter to see older ones.` : ""}
      </span>
      <span className="grow" />
      {value?.isComplete === true ? <Chip tone="muted">Start of the books</Chip> : null}
      {value === null || value.isComplete || pages.isFull ? null : pages.isLoadingAll ? (
        <Button onClick={pages.stop}>Stop loading</Button>
      ) : (
        <Button onClick={pages.loadAll}>Load all</Button>
      )}
    </>
  );
}
