import type { Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { WebEnvironment } from "#lib/config/web-environment";

/** The id of the OIDC provider in next-auth's addresses: /api/auth/signin/oidc, /api/auth/callback/oidc. */
export const OIDC_PROVIDER = "oidc";

/** Any OIDC provider by discovery, with PKCE, state and nonce. */
export function oidcClient(settings: WebEnvironment, issuer: string): OAuthConfig<Profile> {
  return {
    id: OIDC_PROVIDER,
    name: settings.OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.OIDC_CLIENT_ID ?? "",
    clientSecret: settings.OIDC_CLIENT_SECRET ?? "",
    authorization: { params: { scope: settings.OIDC_SCOPES } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: { request: ({ client, tokens }) => allClaims(client, tokens) },
    profile: (claims) => ({ id: claims.sub ?? "" }),
  };
}

type UserinfoClient = {
  issuer: { metadata: { userinfo_endpoint?: string | undefined } };
  userinfo(accessToken: string): Promise<{ sub: string }>;
};

/** Some providers put groups and names into the userinfo answer only. What the signed ID token says comes first. */
async function allClaims(
  client: UserinfoClient,
  tokens: { id_token?: string | undefined; access_token?: string | undefined },
): Promise<Profile> {
  const claims = verifiedClaims(tokens.id_token);
  if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims;

  const more = await client.userinfo(tokens.access_token);
  if (more.sub !== claims.sub) throw new Error("userinfo is about somebody else (OpenID Connect Core 1.0, 5.3.2)");
  return { ...more, ...claims };
}

/** The payload of an ID token whose signature, issuer, audience, expiry and nonce were checked when the code was exchanged. */
function verifiedClaims(idToken: string | undefined): Profile {
  const payload = idToken?.split(".")[1];
  if (!payload) throw new Error("the provider sent no ID token");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}
