// What is wrong in a file, at which line and column, and what mends it?
import { Note } from "#renderer/components/note.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import type { ImportPreview } from "#shared/contract/views.ts";

export interface ImportProblemsProps {
  readonly preview: ImportPreview;
}

export function ImportProblems({ preview: { problems, moreProblems, format } }: ImportProblemsProps) {
  const count = problems.length + moreProblems;
  return (
    <>
      <Note
        tone="bad"
        title={count === 1 ? "1 problem: nothing can come in." : `${count} problems: nothing can come in.`}
      >
        {format === null ? "The file is of no format that is known here. " : `${format}. `}A file comes in whole or not
        at all. Mend it and choose it again.
      </Note>
      <ScrollBox label="Problems of the file" className="scroll problems">
        <table>
          <thead>
            <tr>
              <th scope="col" className="num">
                Line
              </th>
              <th scope="col">Column</th>
              <th scope="col">Expected</th>
              <th scope="col">Found</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ line, column, expected, got, whatToDo }) => (
              <tr key={`${line} ${column} ${expected} ${got}`}>
                <td className="num">{line}</td>
                <td>{column ?? <span className="t3">whole line</span>}</td>
                <td>{expected}</td>
                <td className="mono f11">{got}</td>
                <td>{whatToDo}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {moreProblems === 0 ? null : <p className="f12 t3">and {moreProblems} more</p>}
      </ScrollBox>
    </>
  );
}
