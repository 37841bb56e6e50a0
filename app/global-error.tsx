"use client";

import "./globals.css";

/** Even the root layout failed, and with it the messages: both languages stand here, and nothing else is needed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-3 px-4 text-center">
          <title>Postern</title>
          <h1 className="font-semibold text-xl">Something went wrong on our side</h1>
          <p className="max-w-md text-ink-muted">Nothing was changed by this page. Please load it again in a moment.</p>
          <p lang="de" className="max-w-md text-ink-muted">
            Bei uns ist etwas schiefgegangen. Bitte laden Sie die Seite gleich noch einmal.
          </p>
          {error.digest && <p className="select-all font-mono text-ink-muted text-xs">{error.digest}</p>}
        </main>
      </body>
    </html>
  );
}
