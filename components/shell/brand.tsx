import { Link } from "../ui/link.tsx";

/** Mark and name; leads to the inbox. */
export function Brand() {
  return (
    <Link href="/" className="flex min-h-8 items-center gap-2.5 rounded px-2 font-semibold tracking-tight text-ink">
      <BrandMark />
      Headgate
    </Link>
  );
}

/** A gate above water. */
export function BrandMark() {
  return (
    <svg aria-hidden width="20" height="20" viewBox="0 0 20 20" className="flex-none">
      <rect x="1" y="1" width="18" height="18" rx="4.5" className="fill-accent" />
      <path
        d="M6 4.5v11M14 4.5v11M6 8h8"
        className="stroke-accent-ink"
        strokeWidth="1.8"
        fill="none"
        strokeLinecap="round"
      />
      <path
        d="M4 13.5c1.3-1 2.7-1 4 0s2.7 1 4 0 2.7-1 4 0"
        className="stroke-accent-ink"
        strokeWidth="1.4"
        fill="none"
        strokeLinecap="round"
        opacity=".75"
      />
    </svg>
  );
}
