import { once } from "node:events";
import type { Server } from "node:http";
import { Provider } from "oidc-provider";

/** An account of the test's provider. The groups are what a claim of that name says. */
export type OidcAccount = { sub: string; name: string; email: string; groups: string[] };

export type OidcServer = {
  issuer: string;
  /** Accounts by `sub`; a test may change one, and the next sign-in sees it. */
  accounts: Map<string, OidcAccount>;
  close(): Promise<void>;
};

/** People whom the provider knows. One has the e-mail address of a local account, which must not make them that person. */
export const OIDC_ACCOUNTS: readonly OidcAccount[] = [
  { sub: "newcomer", name: "Newcomer", email: "newcomer@example.test", groups: ["orders", "cooks"] },
  { sub: "group-owner", name: "Group owner", email: "group-owner@example.test", groups: ["analytics:owner"] },
  { sub: "same-mail", name: "Same mail", email: "platform-admin@example.test", groups: [] },
];

type OidcOptions = { issuer: string; clientId: string; clientSecret: string; redirectUri: string };

/**
 * Starts a real OpenID provider on loopback, at the address that web was told. Its own sign-in page takes an account's `sub` as login and any
 * password. It demands PKCE.
 *
 * @param options `redirectUri` is `<web>/api/auth/callback/oidc`
 */
export async function startOidcProvider(options: OidcOptions): Promise<OidcServer> {
  const accounts = new Map(OIDC_ACCOUNTS.map((account) => [account.sub, { ...account }]));
  const provider = new Provider(options.issuer, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "groups"], email: ["email"] },
    conformIdTokenClaims: true,
    cookies: { keys: ["only-for-tests"] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    // Whoever signs in has agreed: the consent page is not what is tested.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    findAccount: (_context, sub) => {
      const account = accounts.get(sub);
      return account && { accountId: sub, claims: async () => account };
    },
  });

  const { hostname, port } = new URL(options.issuer);
  if (hostname !== "127.0.0.1") throw new Error("The test's provider listens on loopback only.");
  const server: Server = provider.listen(Number(port), hostname);
  await once(server, "listening");
  return {
    issuer: options.issuer,
    accounts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
