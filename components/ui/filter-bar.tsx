"use client";

import { Search, X } from "lucide-react";
import { debounce, parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useId } from "react";
import { buttonClass } from "./button-class.ts";
import { controlClass } from "./control-class.ts";
import { Link } from "./link.tsx";
import type { SelectOption } from "./select.tsx";

const TYPING_MS = 250;

/** One filter in the address. Another filter begins again at the first page, so `cursor` goes. */
function useFilter(name: string) {
  const [values, setValues] = useQueryStates({ [name]: parseAsString, cursor: parseAsString }, { shallow: false });
  const set = (value: string, options: Parameters<typeof setValues>[1]) =>
    setValues({ [name]: value === "" ? null : value, cursor: null }, options);

  return { value: values[name] ?? "", set };
}

/** A line of filters above a list; `shown` says how many rows match. Filters live in the address. */
export function FilterBar({ label, shown, children }: { label: string; shown?: ReactNode; children: ReactNode }) {
  return (
    <search aria-label={label} className="mb-4 flex flex-wrap items-center gap-2.5">
      {children}
      <span role="status" className="ml-auto text-ink-3">
        {shown}
      </span>
    </search>
  );
}

/** Text to search for, applied while typing. */
export function SearchFilter({ name = "q", label }: { name?: string; label: string }) {
  const { value, set } = useFilter(name);
  const id = useId();

  return (
    <div className="relative w-80 max-w-full">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
      <input
        id={id}
        type="search"
        value={value}
        placeholder={label}
        autoComplete="off"
        onChange={(event) => set(event.target.value, { history: "replace", limitUrlUpdates: debounce(TYPING_MS) })}
        className={controlClass({}, "w-full pl-8")}
      />
    </div>
  );
}

type SelectFilterProps = { name: string; label: string; options: readonly SelectOption[] };

/** One of a few values; without a choice it shows all. */
export function SelectFilter({ name, label, options }: SelectFilterProps) {
  const { value, set } = useFilter(name);

  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => set(event.target.value, { history: "push" })}
      className={controlClass({}, "max-w-full cursor-pointer")}
    >
      <option value="">{label}: all</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {label}: {option.label}
        </option>
      ))}
    </select>
  );
}

/** On or off; on is `name=true` in the address. */
export function ToggleFilter({ name, label }: { name: string; label: string }) {
  const { value, set } = useFilter(name);
  const on = value === "true";

  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => set(on ? "" : "true", { history: "push" })}
      className={buttonClass(on ? "primary" : "secondary")}
    >
      {label}
    </button>
  );
}

/** Takes all filters away: `href` is the list's address without them. */
export function ClearFilters({ href }: { href: string }) {
  return (
    <Link href={href} className={buttonClass("quiet")}>
      <X aria-hidden className="size-4" />
      Clear filters
    </Link>
  );
}
