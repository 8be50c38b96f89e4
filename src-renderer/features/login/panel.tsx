// What does a window without a session show? How to get in again, without any data.
import { BrandMark } from "#renderer/components/brand-mark.tsx";
import { Note } from "#renderer/components/note.tsx";

export function LoginNeeded() {
  return (
    <main className="center-page">
      <BrandMark />
      <h1>This window is not logged in</h1>
      <Note tone="over" title="The link was used already, is older than 60 seconds, or the program was restarted.">
        Your portfolio and orders are not affected. Open the newest redirect file, whose path the program printed when
        it started, or start it again.
      </Note>
    </main>
  );
}
