import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within Headgate that fetches nothing before it is followed: every page is read from the database for this one person, and a table of
 * fifty links would ask for fifty pages.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
