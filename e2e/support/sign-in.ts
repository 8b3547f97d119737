import { environment } from "./environment.ts";
import { send } from "./send.ts";

/** The password of the demo accounts and of everybody whom the tests make. */
export const PASSWORD = "headgate-demo-password";

/** Demo accounts by what they are. Written down here, because tests share no code with the product. */
export const DEMO = {
  developer: "orders-developer@example.test",
  owner: "orders-owner@example.test",
  secondOwner: "orders-owner-2@example.test",
  otherOwner: "payments-owner@example.test",
  otherMember: "payments-developer@example.test",
  reader: "analytics-developer@example.test",
  readerOwner: "analytics-owner@example.test",
  admin: "platform-admin@example.test",
  auditor: "auditor@example.test",
} as const;
export type DemoRole = keyof typeof DEMO;

/**
 * Signs in as a browser would, with next-auth's form token, and answers the session's cookie.
 * @throws when the sign-in is refused
 */
export async function signIn(email: string, password = PASSWORD): Promise<{ cookie: string }> {
  const csrf = await send({ method: "GET", path: "/api/auth/csrf" });
  const { csrfToken } = csrf.body as { csrfToken: string };
  const answer = await send({
    method: "POST",
    path: "/api/auth/callback/credentials",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: environment.TEST_BASE_URL,
      cookie: cookiesOf(csrf.headers["set-cookie"]),
    },
    body: new URLSearchParams({ email, password, csrfToken, json: "true", callbackUrl: "/" }).toString(),
  });
  const cookie = cookiesOf(answer.headers["set-cookie"]?.filter((one) => one.startsWith("headgate-session=")));
  if (cookie === "") throw new Error(`sign-in of ${email} was refused: ${answer.status} ${answer.text}`);
  return { cookie };
}

function cookiesOf(setCookie: string[] = []): string {
  return setCookie.map((one) => one.split(";")[0]).join("; ");
}
