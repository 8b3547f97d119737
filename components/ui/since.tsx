import { formatInstant } from "./format-relative.ts";
import { RelativeTime } from "./relative-time.tsx";

/** The moment since which something lasts, absolute and relative: `since 21 Nov 2026 09:04:03 UTC, 3 min ago`. */
export function Since({ at }: { at: string }) {
  return (
    <>
      since {formatInstant(new Date(at))}, <RelativeTime at={at} />
    </>
  );
}
