"use client";

import { useTheme } from "next-themes";
import { useState, useTransition } from "react";
import type { SettingsView } from "#lib/contract/users";
import type { Action } from "../command/use-command.tsx";
import { Select } from "../ui/select.tsx";
import { toast } from "../ui/toast.tsx";

const THEMES = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** How pages look: at once here, and kept for the account. */
export function ThemeChoice({ theme, save }: { theme: SettingsView["theme"]; save: Action<unknown> }) {
  const { setTheme } = useTheme();
  const [chosen, setChosen] = useState<string>(theme);
  const [error, setError] = useState<string>();
  const [, start] = useTransition();

  const choose = (next: string) => {
    setChosen(next);
    setTheme(next);
    start(async () => {
      const result = await save({ theme: next });
      setError(result.ok ? undefined : result.failure.detail);
      if (result.ok) toast("Theme kept");
    });
  };

  return (
    <Select
      label="Theme"
      name="theme"
      value={chosen}
      onChange={(event) => choose(event.target.value)}
      options={THEMES}
      error={error}
      className="max-w-60"
    />
  );
}
