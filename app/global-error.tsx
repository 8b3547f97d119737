"use client";

import "./globals.css";

/** The document itself failed: no theme, no providers, only words and the id under which the log tells the rest. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Headgate failed</title>
        <main className="mx-auto grid max-w-xl gap-4 px-4 py-16">
          <h1 className="text-title font-semibold">Headgate failed</h1>
          <p className="text-ink-2">The mistake is ours, and it is in the log. Nothing was decided or changed by it.</p>
          {error.digest && (
            <p>
              Tell your platform team this id: <code className="font-mono">{error.digest}</code>
            </p>
          )}
          <p>
            <a href="/" className="text-accent underline">
              Go to the inbox
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
