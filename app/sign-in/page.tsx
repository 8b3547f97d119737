import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { FrontDoor } from "#components/auth/front-door";
import { ProviderButton } from "#components/auth/provider-button";
import { SignInForm } from "#components/auth/sign-in-form";
import { ErrorSummary } from "#components/ui/error-summary";
import { TextLink } from "#components/ui/text-link";
import { requestActor } from "#lib/server/auth/request-actor";
import { signInDoor } from "#lib/server/auth/sign-in-door";
import { signInMessage } from "../../components/auth/sign-in-message.ts";

export const metadata: Metadata = { title: "Sign in" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Local sign-in and, where one is set up, the organisation's provider. Signed in already: straight on. */
export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const door = await signInDoor(params.from ?? params.callbackUrl);
  const { actor } = await requestActor(await headers());
  if (actor.kind === "user") redirect(door.from);

  const error = typeof params.error === "string" ? params.error : null;
  return (
    <FrontDoor title="Sign in" description={door.providerName ? undefined : "With your Headgate account."}>
      {params.setup === "done" && <p role="status">Headgate is set up. Sign in with the account you made.</p>}
      {door.setupIsOpen && (
        <p>
          Nobody has set this installation up yet. <TextLink href="/setup">Set it up</TextLink> with the code in the
          server's log.
        </p>
      )}
      {error && <ErrorSummary detail={signInMessage(error, door.providerName) ?? undefined} />}
      {door.providerName && <ProviderButton name={door.providerName} from={door.from} />}
      {door.providerName && <p className="text-center text-small text-ink-3">or with a Headgate account</p>}
      <SignInForm from={door.from} />
    </FrontDoor>
  );
}
