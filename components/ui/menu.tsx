"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Link } from "./link.tsx";
import { popupClass } from "./popup-class.ts";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  /** `MenuItem`, `MenuLink`, `MenuChoice` and `MenuSeparator`. */
  children: ReactNode;
};

/** Actions behind a button. Arrows move, letters jump, Escape closes and gives focus back. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align="end" className={popupClass.positioner}>
          <BaseMenu.Popup className={`${popupClass.popup} min-w-48 py-1`}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

type MenuItemProps = { icon?: ReactNode; disabled?: boolean; onSelect: () => void; children: ReactNode };

/** Something to do. */
export function MenuItem({ icon, disabled, onSelect, children }: MenuItemProps) {
  return (
    <BaseMenu.Item disabled={disabled ?? false} onClick={onSelect} className={popupClass.item}>
      {icon}
      {children}
    </BaseMenu.Item>
  );
}

/** Somewhere to go. */
export function MenuLink({ icon, href, children }: { icon?: ReactNode; href: string; children: ReactNode }) {
  return (
    <BaseMenu.LinkItem render={<Link href={href} />} closeOnClick className={popupClass.item}>
      {icon}
      {children}
    </BaseMenu.LinkItem>
  );
}

type MenuChoiceProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
};

/** One of a few, chosen in the menu itself. */
export function MenuChoice({ label, value, onValueChange, options }: MenuChoiceProps) {
  return (
    <BaseMenu.RadioGroup value={value} onValueChange={onValueChange}>
      <BaseMenu.GroupLabel className="px-3 pt-1.5 pb-0.5 text-tiny font-semibold text-ink-3">
        {label}
      </BaseMenu.GroupLabel>
      {options.map((option) => (
        <BaseMenu.RadioItem key={option.value} value={option.value} className={popupClass.item}>
          {option.icon}
          {option.label}
          <BaseMenu.RadioItemIndicator className="ml-auto text-accent">✓</BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  );
}

/** A line between groups. */
export function MenuSeparator() {
  return <BaseMenu.Separator className="my-1 border-t border-line" />;
}
