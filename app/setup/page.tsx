import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FrontDoor } from "#components/auth/front-door";
import { SetupForm } from "#components/auth/setup-form";
import { setupIsOpen } from "#lib/server/setup/submit-setup";
import { completeSetup } from "./actions.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

/** Makes the first admin of an empty installation. Afterwards there is no such page. */
export default async function SetupPage() {
  if (!(await setupIsOpen())) notFound();

  return (
    <FrontDoor
      title="Set up Headgate"
      description="This makes the first platform admin, who then adds teams and people. It works once."
    >
      <SetupForm complete={completeSetup} />
    </FrontDoor>
  );
}
