import type { ReactNode } from "react";
import { navigation } from "./navigation.ts";
import { SignedInShell } from "./signed-in-shell.tsx";

/** The frame around every page behind sign-in. Being signed in is asked here and again by each page's own query. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  return <SignedInShell navigation={await navigation()}>{children}</SignedInShell>;
}
