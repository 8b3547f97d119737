import type { Metadata } from "next";
import { NotFoundPage } from "#components/shell/refused-page";

export const metadata: Metadata = { title: "Not found" };

/** An address that no page answers. */
export default function NotFound() {
  return (
    <main className="px-4">
      <NotFoundPage />
    </main>
  );
}
