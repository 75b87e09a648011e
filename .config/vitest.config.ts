import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["spec/**/*.test.ts", "mock/**/*.test.ts", "contracts/**/*.test.ts", "scripts/**/*.test.ts"],
    // `npm run coverage`: what ships, whether a test loads it or not.
    coverage: {
      include: ["spec/**/*.ts", "mock/**/*.ts", "contracts/**/*.ts", "scripts/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "scripts/lab/**", "**/*.d.ts"],
      reporter: ["text-summary", "html"],
    },
    // Generous: a busy machine must not fail a test that only waits for a process or a browser.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
