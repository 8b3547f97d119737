import type { CredentialIssued } from "#lib/contract/applications";
import { CopyButton } from "../ui/copy-button.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";

/** A credential right after it was made: the only time that the password is on a page. */
export function CredentialShown({ issued: { username, password, mechanism } }: { issued: CredentialIssued }) {
  if (password === null) {
    return <p>This password was shown already, and nobody kept it. If it is lost, make a new credential.</p>;
  }

  return (
    <div className="grid gap-4">
      <p className="font-medium">It is never shown again. Put it where the application reads its secrets from.</p>
      <div className="rounded border border-line bg-sunken p-2.5">
        <DefinitionList
          items={[
            { term: "User name", value: <Copyable value={username} label="Copy user name" /> },
            { term: "Password", value: <Copyable value={password} label="Copy password" /> },
            { term: "Mechanism", value: <Copyable value={mechanism} label="Copy mechanism" /> },
          ]}
        />
      </div>
      <p className="text-ink-2">
        It works once the worker has brought it to the cluster, in a few seconds as a rule. The tab Clients has a
        configuration that reads the password from the environment.
      </p>
    </div>
  );
}

function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <span className="flex items-start gap-2">
      <code className="min-w-0 flex-1 font-mono text-small wrap-anywhere">{value}</code>
      <CopyButton value={value} label={label} />
    </span>
  );
}
