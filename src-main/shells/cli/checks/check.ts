// What does one check of `doctor` say?

/** One line of the answer. `fix` is null where nothing is to be done. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix: string | null;
}
