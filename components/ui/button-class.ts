import clsx from "clsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "normal" | "small";

const variants: Record<ButtonVariant, string> = {
  primary: "border-accent bg-accent text-accent-ink hover:not-data-disabled:brightness-110",
  secondary: "border-line-strong bg-surface text-ink hover:not-data-disabled:bg-sunken",
  quiet:
    "border-transparent bg-transparent text-ink-2 hover:not-data-disabled:bg-sunken hover:not-data-disabled:text-ink",
  danger: "border-bad bg-surface text-bad hover:not-data-disabled:bg-bad-soft",
};

const sizes: Record<ButtonSize, string> = { normal: "min-h-8 px-3 py-1.5", small: "min-h-7 px-2 py-1" };

/** The look that a button and a link in the form of a button share. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "normal", extra?: string): string {
  return clsx(
    "inline-flex cursor-pointer items-center justify-center gap-1.5 rounded border text-small font-semibold whitespace-nowrap",
    "motion-safe:transition-colors data-disabled:cursor-not-allowed data-disabled:opacity-55",
    variants[variant],
    sizes[size],
    extra,
  );
}
