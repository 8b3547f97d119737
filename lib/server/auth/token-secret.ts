import { createHash, randomBytes } from "node:crypto";

/** `hg_` and 32 random bytes in base64url, so that secret scanners can know one by its looks. */
const TOKEN = /^hg_[A-Za-z0-9_-]{43}$/;

/** Makes a new API token. It is shown once; only its hash is stored. */
export function newTokenSecret(): string {
  return `hg_${randomBytes(32).toString("base64url")}`;
}

/** What is stored of a token: SHA-256 in hexadecimal. Enough without a salt, because the secret has 256 random bits. */
export function hashToken(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The token of an `Authorization: Bearer …` header: undefined when it is not that scheme, null when the token is not one of ours. */
export function bearerToken(authorization: string | null): string | null | undefined {
  const [scheme, ...rest] = (authorization ?? "").trim().split(/ +/);
  if (scheme?.toLowerCase() !== "bearer") return undefined;

  const [token] = rest;
  return rest.length === 1 && token !== undefined && TOKEN.test(token) ? token : null;
}
