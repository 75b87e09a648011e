import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["spec/**/*.test.ts", "mock/**/*.test.ts", "contracts/**/*.test.ts", "scripts/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
