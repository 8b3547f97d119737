import clsx from "clsx";
import type { ComponentProps } from "react";
import { Link } from "./link.tsx";

type TextLinkProps = Omit<ComponentProps<typeof Link>, "className"> & {
  /** In monospace, for identifiers. */
  mono?: boolean;
  /** In a table, where everything in the column is a link: underlined only when pointed at or focused. */
  plain?: boolean;
  className?: string;
};

/** A link in running text or in a table. */
export function TextLink({ mono, plain, className, ...rest }: TextLinkProps) {
  return (
    <Link
      {...rest}
      className={clsx(
        "underline-offset-2 wrap-anywhere",
        plain ? "text-ink hover:underline focus-visible:underline" : "font-medium text-accent underline",
        mono && "font-mono text-[0.93em]",
        className,
      )}
    />
  );
}
