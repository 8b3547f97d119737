import clsx from "clsx";

/** The look of everything that is typed into or chosen from. */
export function controlClass(
  options: { mono?: boolean | undefined; invalid?: boolean | undefined } = {},
  extra?: string,
): string {
  return clsx(
    "block min-w-0 min-h-8 rounded border bg-surface px-2 py-1 text-small leading-5 text-ink",
    "focus-visible:outline-offset-1 disabled:bg-sunken disabled:text-ink-2 [&:is(input,textarea):read-only]:bg-sunken",
    options.mono && "font-mono",
    options.invalid ? "border-bad shadow-[0_0_0_1px_var(--bad)]" : "border-control",
    extra,
  );
}
