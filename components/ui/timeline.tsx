import clsx from "clsx";
import { Check, Clock, type LucideIcon, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "./relative-time.tsx";
import type { Tone } from "./tone.ts";

export type TimelineItem = {
  key: string;
  /** `off` is a step that has not come yet. */
  tone: Tone;
  title: ReactNode;
  /** Beside the title: who, how many of how many. */
  note?: ReactNode;
  /** ISO 8601. */
  at?: string | null;
  /** Under the title: a reason, a comment, the broker's own words. */
  detail?: ReactNode;
};

const dots: Record<Tone, { icon: LucideIcon | null; colour: string; word: string }> = {
  ok: { icon: Check, colour: "bg-ok-soft text-ok", word: "done" },
  wait: { icon: Clock, colour: "bg-wait-soft text-wait", word: "under way" },
  warn: { icon: TriangleAlert, colour: "bg-warn-soft text-warn", word: "needs attention" },
  bad: { icon: X, colour: "bg-bad-soft text-bad", word: "ended without success" },
  off: { icon: null, colour: "bg-sunken shadow-[inset_0_0_0_1px_var(--line-strong)]", word: "not yet" },
};

/** What happened and what is still to come, oldest first. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol className="py-1">
      {items.map(({ key, tone, title, note, at, detail }, index) => {
        const { icon: Icon, colour, word } = dots[tone];
        return (
          <li key={key} className="relative grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2.5 pb-3.5 last:pb-0">
            {index < items.length - 1 && (
              <span aria-hidden className="absolute top-5 -bottom-px left-[calc(0.625rem-0.5px)] w-px bg-line-strong" />
            )}
            <span className={clsx("grid size-5 place-items-center rounded-full", colour)}>
              {Icon && <Icon aria-hidden className="size-3" />}
              <span className="sr-only">{word}:</span>
            </span>
            <div className={tone === "off" ? "text-ink-3" : undefined}>
              {title} {note && <span className="text-ink-3">{note}</span>}{" "}
              {at && (
                <span className="text-ink-3">
                  {note && "· "}
                  <RelativeTime at={at} />
                </span>
              )}
              {detail && <div className="mt-0.5 text-ink-2 wrap-anywhere">{detail}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
