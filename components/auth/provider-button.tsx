"use client";

import { LogIn } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { postToAuth } from "./post-to-auth.ts";
import { signInMessage } from "./sign-in-message.ts";

type ProviderButtonProps = {
  /** How the organisation calls it. */ name: string /** A path of our own. */;
  from: string;
};

/** Sign-in through the organisation's OIDC provider. */
export function ProviderButton({ name, from }: ProviderButtonProps) {
  const [detail, setDetail] = useState<string | null>(null);
  const [pending, start] = useTransition();

  const leave = () =>
    start(async () => {
      const answer = await postToAuth("signin/oidc", { callbackUrl: from }).catch(() => null);
      const problem = answer ? signInMessage(answer.error, name) : signInMessage("unavailable", name);
      setDetail(problem);
      if (answer && problem === null) window.location.assign(answer.url);
    });

  return (
    <div>
      <Button
        variant="primary"
        className="w-full"
        pending={pending}
        onClick={leave}
        icon={<LogIn aria-hidden className="size-4" />}
      >
        Continue with {name}
      </Button>
      <div role="status">
        <FieldError id="provider-error" message={detail ?? undefined} />
      </div>
    </div>
  );
}
