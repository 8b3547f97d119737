"use client";

import { FailedPage, type FailedPageProps } from "#components/shell/failed-page";

/** A bug outside the portal's frame. */
export default function ErrorPage(props: FailedPageProps) {
  return (
    <main className="px-4">
      <FailedPage {...props} />
    </main>
  );
}
