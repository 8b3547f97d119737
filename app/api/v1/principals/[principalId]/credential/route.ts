import { issueCredential } from "#lib/server/commands/issue-credential";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(issueCredential, { status: 201 });
