import { Link } from "./link.tsx";

export type Crumb = { label: string /** Null where there is no page. */; href: string | null; mono?: boolean };

/** The way to this page; the last crumb is the page itself. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-ink-2">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          const text = `block truncate ${crumb.mono ? "font-mono text-[0.93em]" : ""}`;
          return (
            <li
              key={crumb.label}
              className={last ? "flex min-w-0 items-center gap-1.5" : "hidden flex-none items-center gap-1.5 sm:flex"}
            >
              {index > 0 && (
                <span aria-hidden className="hidden text-ink-3 sm:inline">
                  /
                </span>
              )}
              {crumb.href && !last ? (
                <Link href={crumb.href} className={`${text} py-0.5 hover:text-ink hover:underline`}>
                  {crumb.label}
                </Link>
              ) : (
                <span aria-current={last ? "page" : undefined} className={text}>
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
