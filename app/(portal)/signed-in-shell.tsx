"use client";

import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell";
import type { Navigation } from "#lib/contract/pages";

const leave = async () => {
  await signOut({ callbackUrl: "/sign-in" });
};

/** The shell with next-auth's way out, which ends the session on the server too. */
export function SignedInShell({ navigation, children }: { navigation: Navigation; children: ReactNode }) {
  return (
    <AppShell navigation={navigation} signOut={leave}>
      {children}
    </AppShell>
  );
}
