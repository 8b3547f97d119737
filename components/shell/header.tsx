"use client";

import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import type { Navigation } from "#lib/contract/pages";
import { Breadcrumb } from "../ui/breadcrumb.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { breadcrumbFor } from "./breadcrumb-for.ts";
import { MobileNavigation } from "./mobile-navigation.tsx";
import { UserMenu } from "./user-menu.tsx";

type HeaderProps = { navigation: Navigation; onSearch: () => void; signOut: () => Promise<void> };

/** Where this is, the way to everything else, and who is signed in. It stays in view where there is height for it. */
export function Header({ navigation, onSearch, signOut }: HeaderProps) {
  const pathname = usePathname();

  return (
    <header className="z-10 flex h-12 items-center gap-3 border-b border-line bg-canvas px-4 md:px-6 [@media(min-height:28rem)]:sticky [@media(min-height:28rem)]:top-0">
      <MobileNavigation navigation={navigation} />
      <Breadcrumb crumbs={breadcrumbFor(pathname)} />
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Meta+K Control+K"
        className="ml-auto flex h-8 min-w-8 flex-none cursor-pointer items-center justify-center gap-2 rounded border border-control bg-surface px-2 text-ink-3 hover:text-ink lg:w-72 lg:justify-start"
      >
        <Search aria-hidden className="size-4 flex-none" />
        <span className="sr-only lg:not-sr-only">Find a topic, team, request</span>
        <span aria-hidden className="ml-auto hidden lg:inline">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      <UserMenu person={navigation.person} signOut={signOut} />
    </header>
  );
}
