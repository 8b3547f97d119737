"use client";

import { type ReactNode, useCallback, useState } from "react";
import type { Navigation } from "#lib/contract/pages";
import { Brand } from "./brand.tsx";
import { CommandPalette } from "./command-palette.tsx";
import type { FoundItem } from "./find-pages.ts";
import { Header } from "./header.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { navigationGroups } from "./navigation-items.ts";
import { Sidebar } from "./sidebar.tsx";
import { useKeys } from "./use-keys.tsx";

const asPage = (title: string, href: string, subtitle = ""): FoundItem => ({ kind: "page", title, subtitle, href });

function pagesOf(navigation: Navigation): FoundItem[] {
  const reachable = navigationGroups(navigation).flatMap(({ title, items }) =>
    items.map(({ label, href }) => asPage(label, href, title ?? "")),
  );
  return [asPage("Request a topic", "/topics/new"), ...reachable, asPage("Settings", "/settings")];
}

type AppShellProps = {
  navigation: Navigation;
  /** The server action that ends the session. */
  signOut: () => Promise<void>;
  children: ReactNode;
};

/** The frame around every page behind sign-in: navigation, header, search, keys. */
export function AppShell({ navigation, signOut, children }: AppShellProps) {
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const showPalette = useCallback(() => setOpen("palette"), []);
  const showKeys = useCallback(() => setOpen("keys"), []);
  useKeys({ onPalette: showPalette, onHelp: showKeys });

  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only rounded bg-surface px-3 py-2 font-semibold text-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <div className="hidden border-r border-line bg-sunken md:block">
        <div className="sticky top-0 max-h-dvh overflow-y-auto px-2.5 py-2.5">
          <Sidebar navigation={navigation}>
            <Brand />
          </Sidebar>
        </div>
      </div>
      <div className="min-w-0">
        <Header navigation={navigation} onSearch={showPalette} signOut={signOut} />
        <main id="main" tabIndex={-1} className="max-w-[80rem] px-4 pt-5 pb-10 focus:outline-none md:px-6">
          {children}
        </main>
      </div>
      <CommandPalette
        open={open === "palette"}
        onOpenChange={(next) => setOpen(next ? "palette" : null)}
        pages={pagesOf(navigation)}
      />
      <KeysDialog open={open === "keys"} onOpenChange={(next) => setOpen(next ? "keys" : null)} />
    </div>
  );
}
