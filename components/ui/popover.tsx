"use client";

import { Popover as BasePopover } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { popupClass } from "./popup-class.ts";

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  title: string;
  children: ReactNode;
};

/** More about something, beside it; not modal. */
export function Popover({ trigger, title, children }: PopoverProps) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner sideOffset={6} className={popupClass.positioner}>
          <BasePopover.Popup className={`${popupClass.popup} w-80 p-3.5`}>
            <BasePopover.Title className="mb-1 font-semibold">{title}</BasePopover.Title>
            <div className="text-ink-2">{children}</div>
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
