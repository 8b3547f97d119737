import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";

// Headings begin below the page's own; pictures become links, so that reading a page calls nobody else's server.
const heading = (Level: "h3" | "h4" | "h5") =>
  function Heading({ children }: { children?: ReactNode }) {
    return <Level className="mt-4 mb-1 font-semibold first:mt-0">{children}</Level>;
  };

function Elsewhere({ href, children }: { href: string | undefined; children?: ReactNode }) {
  // An address with a scheme that is not allowed arrives empty.
  if (!href) return children;
  return (
    <a
      href={href}
      rel="noopener noreferrer nofollow ugc"
      className="font-medium text-accent underline underline-offset-2"
    >
      {children}
    </a>
  );
}

const components: Components = {
  h1: heading("h3"),
  h2: heading("h4"),
  h3: heading("h5"),
  h4: heading("h5"),
  h5: heading("h5"),
  h6: heading("h5"),
  p: ({ children }) => <p className="my-2 first:mt-0 last:mb-0">{children}</p>,
  ul: ({ children }) => <ul className="my-2 list-disc pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="my-2 list-decimal pl-5">{children}</ol>,
  a: ({ href, children }) => <Elsewhere href={href}>{children}</Elsewhere>,
  img: ({ src, alt }) => <Elsewhere href={typeof src === "string" ? src : undefined}>{alt || "picture"}</Elsewhere>,
  code: ({ children }) => <code className="rounded-sm bg-sunken px-1 font-mono text-[0.93em]">{children}</code>,
  pre: ({ children }) => (
    <pre className="my-2 rounded border border-line bg-sunken p-3 text-small whitespace-pre-wrap [&>code]:bg-transparent [&>code]:p-0">
      {children}
    </pre>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-l-2 border-line-strong pl-3 text-ink-2">{children}</blockquote>
  ),
};

/** Markdown that a person wrote. Raw HTML is shown as text, and only http, https, mailto and relative addresses become links. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="max-w-prose wrap-anywhere">
      <ReactMarkdown components={components}>{text}</ReactMarkdown>
    </div>
  );
}
