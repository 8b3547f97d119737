/** The look of what floats above the page: menus, lists of choices, popovers. */
export const popupClass = {
  positioner: "z-50",
  popup:
    "max-w-[var(--available-width)] rounded border border-line-strong bg-surface text-ink shadow-raised outline-none motion-safe:transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
  item: "flex min-h-8 cursor-pointer items-center gap-2 px-3 py-1 text-small outline-none select-none data-highlighted:bg-accent-soft data-disabled:cursor-not-allowed data-disabled:text-ink-3",
} as const;
