/** The look that `Dialog` and `ConfirmDialog` share. */
export const dialogClass = {
  backdrop:
    "fixed inset-0 z-40 bg-veil motion-safe:transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
  viewport: "fixed inset-0 z-40 grid place-items-center overflow-y-auto p-4",
  popup:
    "w-full max-w-lg rounded-lg border border-line bg-surface p-4 text-ink shadow-raised motion-safe:transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0",
  footer: "mt-5 flex flex-wrap justify-end gap-2.5",
} as const;
