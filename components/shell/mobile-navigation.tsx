"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { Navigation } from "#lib/contract/pages";
import { dialogClass } from "../ui/dialog-class.ts";
import { Brand } from "./brand.tsx";
import { Sidebar } from "./sidebar.tsx";

const iconButton = "grid size-8 cursor-pointer place-items-center rounded text-ink-2 hover:bg-sunken";

/** Below 768 px the navigation stands behind a button; it closes when another page opens. */
export function MobileNavigation({ navigation }: { navigation: Navigation }) {
  const pathname = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);

  return (
    <Dialog.Root open={openOn === pathname} onOpenChange={(open) => setOpenOn(open ? pathname : null)}>
      <Dialog.Trigger aria-label="Menu" className={`${iconButton} -ml-1.5 md:hidden`}>
        <Menu aria-hidden className="size-5" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogClass.backdrop} />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-40 w-64 max-w-[85vw] overflow-y-auto bg-sunken p-2.5 shadow-raised">
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Sidebar navigation={navigation}>
            <div className="flex items-center justify-between">
              <Brand />
              <Dialog.Close aria-label="Close menu" className={iconButton}>
                <X aria-hidden className="size-4" />
              </Dialog.Close>
            </div>
          </Sidebar>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
