import clsx from "clsx";
import { Check, Clock, type LucideIcon, Minus, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./tone.ts";

export type { Tone };

const icons: Record<Tone, LucideIcon> = { ok: Check, wait: Clock, warn: TriangleAlert, bad: X, off: Minus };

const colours: Record<Tone, string> = {
  ok: "bg-ok-soft text-ok",
  wait: "bg-wait-soft text-wait",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  off: "bg-sunken text-ink-2 shadow-[inset_0_0_0_1px_var(--line)]",
};

type ChipProps = { tone: Tone /** Instead of the tone's own icon. */; icon?: LucideIcon; children: ReactNode };

/** A status: word, icon and colour together, never colour alone. The word is the children. */
export function Chip({ tone, icon, children }: ChipProps) {
  const Icon = icon ?? icons[tone];

  return (
    <span
      className={clsx(
        "inline-flex min-w-0 items-center gap-1 rounded-full py-px pr-2 pl-1.5 text-xs font-semibold",
        colours[tone],
      )}
    >
      <Icon aria-hidden className="size-3.5 flex-none" />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
