import { getCsrfToken } from "next-auth/react";

/** Where next-auth sends the browser next; an address with `error=` says why it is not signed in. */
type AuthAnswer = { url: string; error: string | null };

/**
 * Posts to next-auth with the form token that its cookie is compared with.
 *
 * @param action below /api/auth, such as `callback/credentials`
 * @throws when the server cannot be reached or answers nonsense
 */
export async function postToAuth(action: string, fields: Record<string, string>): Promise<AuthAnswer> {
  const csrfToken = (await getCsrfToken()) ?? "";
  const response = await fetch(`/api/auth/${action}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null || !("url" in answer) || typeof answer.url !== "string") {
    throw new Error(`/api/auth/${action} answered ${response.status}`);
  }
  return { url: answer.url, error: new URL(answer.url, window.location.origin).searchParams.get("error") };
}
