import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["spec/**/*.test.ts", "mock/**/*.test.ts", "contracts/**/*.test.ts", "scripts/**/*.test.ts"],
    // Generous: a busy machine must not fail a test that only waits for a process or a browser.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
