import clsx from "clsx";
import type { ReactNode } from "react";
import type { Tone } from "./tone.ts";

const frames: Record<Tone, string> = {
  ok: "border-ok",
  wait: "border-wait",
  warn: "border-warn",
  bad: "border-bad",
  off: "border-line",
};

type CardProps = {
  children: ReactNode /** Colours the frame of a card that asks for attention. */;
  tone?: Tone;
  className?: string;
};

/** A framed region. Inside: `CardHeader` and `CardSection` in any number, or a `Table`, which touches the frame. */
export function Card({ children, tone = "off", className }: CardProps) {
  return (
    <section className={clsx("min-w-0 rounded-lg border bg-surface", frames[tone], className)}>{children}</section>
  );
}

type CardHeaderProps = {
  title: ReactNode;
  /** Beside the title: a chip. */
  status?: ReactNode;
  /** At the end of the line: an age, a count, a small button. */
  aside?: ReactNode;
};

/** The title line of a card or of a further section of it. */
export function CardHeader({ title, status, aside }: CardHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <h2 className="font-semibold">{title}</h2>
      {status}
      {aside && <div className="ml-auto text-ink-3">{aside}</div>}
    </div>
  );
}

/** Padded content under a header. */
export function CardSection({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={clsx("border-t border-line p-3.5 first:border-t-0", className)}>{children}</div>;
}
