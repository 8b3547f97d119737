import { type CredentialIssued, IssueCredential } from "#lib/contract/applications";
import { nextCredential, reservedPrincipals } from "#lib/db/stores/principals";
import { replaceSealedCredential } from "#lib/db/stores/sealed-credentials";
import { reservedNameProblem } from "#lib/domain/principal-name";
import { fail } from "#lib/domain/result";
import { generatePassword } from "#lib/domain/scram-credential";
import { sealCredential } from "#lib/domain/sealed-credential";
import { defineCommand, succeed } from "../define-command.ts";
import { lockedPrincipal, principalRecord } from "../principals/principal-subject.ts";
import { webEnvironment } from "../web-environment.ts";

/**
 * Makes a password for a SCRAM principal and answers it, this once. What the worker needs of it is sealed to the worker's key; the password
 * itself is written nowhere. Where the principal had one, that stops working for new connections as soon as this one is on the broker.
 */
export const issueCredential = defineCommand({
  name: "issue-credential",
  permission: "principal.issue-credential",
  input: IssueCredential,
  subject: lockedPrincipal,
  async handle({ db }, _, { principal }) {
    const { id, name, kind, cluster, endedAt, confirmedCredential } = principal;
    if (kind === "external") return fail("conflict", `Headgate makes no credential for ${name}: it exists elsewhere.`);
    if (endedAt !== null) return fail("conflict", `${name} has ended.`);
    // It may have become one of the cluster's super users after it was made; a password would then be the whole cluster's.
    const reserved = reservedNameProblem(name, await reservedPrincipals(db, cluster));
    if (reserved) return fail("conflict", reserved);

    const generation = await nextCredential(db, id);
    const password = generatePassword();
    const sealed = await sealCredential(webEnvironment().CREDENTIAL_PUBLIC_KEY, password, {
      principalId: id,
      generation,
    });
    await replaceSealedCredential(db, id, generation, sealed);

    const replacesPassword = confirmedCredential > 0;
    const value: CredentialIssued = {
      ...{ principalId: id, username: name, password, mechanism: "SCRAM-SHA-512" },
      ...{ secretShown: false, replacesPassword },
    };
    const after = { cluster, credential: generation, keyId: sealed.keyId, replacesPassword };
    return succeed(value, {
      audit: { action: "credential.issued", ...principalRecord(principal), after },
      wake: [cluster],
    });
  },
  replay: withoutPassword,
});

/** What a repeated call answers: the password was shown, and nobody kept it. */
function withoutPassword(issued: CredentialIssued): CredentialIssued {
  return { ...issued, password: null, secretShown: true };
}
