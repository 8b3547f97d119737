import type { ReactNode } from "react";
import { ask } from "#lib/server/ask";
import { getNavigation } from "#lib/server/queries/get-navigation";
import { SignedInShell } from "./signed-in-shell.tsx";

/** The frame around every page behind sign-in. Being signed in is asked here and again by each page's own query. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const navigation = await ask(getNavigation, {});

  return <SignedInShell navigation={navigation}>{children}</SignedInShell>;
}
