/** @type {import("next").NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native modules and vendor clients stay ordinary Node packages; bundling them would break their binaries.
  serverExternalPackages: ["@node-rs/argon2", "pg", "@prisma/client", "@prisma/adapter-pg", "pino", "rate-limiter-flexible", "re2js"],
  experimental: { serverActions: { bodySizeLimit: "256kb" } },
};

export default nextConfig;
