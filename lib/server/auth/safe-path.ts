/** A base that no address of ours has. */
const BASE = "http://headgate.invalid";

/**
 * Where to go after sign-in: a path of our own, or "/" for anything else. Browsers read `//host`, `/\host` and control characters as
 * another host or drop them, so the path is what the URL parser makes of it, and only if it stayed with us.
 */
export function safePath(path: string | null | undefined): string {
  if (!path?.startsWith("/") || !URL.canParse(path, BASE)) return "/";

  const url = new URL(path, BASE);
  const leads = url.origin !== BASE || url.pathname.startsWith("//") || url.pathname === "/sign-in";
  return leads ? "/" : `${url.pathname}${url.search}`;
}
