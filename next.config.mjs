/** @type {import("next").NextConfig} */
const nextConfig = {
  // A second server in the same folder (a test, a preview) needs an output folder of its own.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // Native modules and vendor clients stay ordinary Node packages; bundling them would break their binaries.
  serverExternalPackages: [
    "@node-rs/argon2",
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pino",
    "rate-limiter-flexible",
    "re2js",
  ],
  // `npm run check` checks types; a newcomer's first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "256kb" } },
};

export default nextConfig;
