"use client";

import { LogOut, Monitor, Moon, Settings, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { startTransition } from "react";
import type { Navigation } from "#lib/contract/pages";
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from "../ui/menu.tsx";

const icon = "size-4 flex-none text-ink-3";

const themes = [
  { value: "system", label: "As the system", icon: <Monitor aria-hidden className={icon} /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden className={icon} /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden className={icon} /> },
];

/** `Alice Meyer` is AM. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

type UserMenuProps = { person: Navigation["person"]; signOut: () => Promise<void> };

/** Who is signed in; settings, theme, sign out. */
export function UserMenu({ person, signOut }: UserMenuProps) {
  const { theme, setTheme } = useTheme();

  const trigger = (
    <button
      type="button"
      aria-label={`Account of ${person.name}`}
      className="grid size-7 flex-none cursor-pointer place-items-center rounded-full bg-accent-soft text-tiny font-semibold text-accent"
    >
      {initials(person.name)}
    </button>
  );

  return (
    <Menu trigger={trigger}>
      <div className="px-3 py-1.5 text-small">
        <div className="font-semibold wrap-anywhere">{person.name}</div>
        {person.email && <div className="text-ink-3 wrap-anywhere">{person.email}</div>}
      </div>
      <MenuSeparator />
      <MenuLink href="/settings" icon={<Settings aria-hidden className={icon} />}>
        Settings
      </MenuLink>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme ?? "system"} onValueChange={setTheme} options={themes} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden className={icon} />} onSelect={() => startTransition(signOut)}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
