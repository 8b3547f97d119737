import { z } from "zod";

/**
 * Where a webhook is sent. Which hosts are called at all is known to the worker alone, and said in the webhook's last error. No user name in
 * it: whoever may see the list would read the password.
 */
export const WebhookUrl = z
  .string()
  .max(2_000, "has at most 2,000 characters")
  .check((context) => {
    const problem = urlProblem(context.value);
    if (problem) context.issues.push({ code: "custom", message: problem, input: context.value });
  });

function urlProblem(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) return "is no address that begins with https://";
  // What is stored reads as what is called: no tab, line end or blank that parsing would drop.
  if (/[^\x21-\x7e]/.test(value)) return "holds characters that an address does not have";
  if (url.username !== "" || url.password !== "")
    return "holds a user name or a password: deliveries are signed instead";
  if (url.hash !== "") return "holds a part after #, which is never sent";
  return undefined;
}

/** What the secret of a webhook is sealed for: at another webhook's place it does not open. */
export function webhookSecretContext(webhookId: string): string {
  return `webhook:${webhookId}`;
}
