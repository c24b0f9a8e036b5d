import { defineConfig } from 'vitest/config';

/** Pure rules: they need neither a database nor a browser and start at once. */
const rules = [
  'test/{domain,wire,scripts}/**/*.test.ts',
  'test/bench/{figures,sizing,summary,targets}.test.ts',
  // looks at the transport as it is before a server of the same process has mended it
  'test/platform/realtime/copy-patches.test.ts',
];
/** Four at a time: while some wait for their database two have a core each. */
const serverWorkers = 4;
/** A real browser in front of a real server: with two at a time a seventh of both cores is idle, with three hardly anything. */
const pageWorkers = 3;
const pages = ['test/web/**/*.test.{ts,tsx}'];

/**
 * Files that follow each other share a process: what they import is evaluated once a worker, not once a file (a second
 * and a half each). So whatever a file changes in the process (a spy, a clock, a variable) it puts back itself.
 */
const isolate = false;

const database = ['test/support/postgres.setup.ts'];

/** Real processes, sockets and browsers on a shared machine: one more try, and the report names who needed it. */
const retry = 1;
/** What is promised about crashes holds at the first try: a file that begins with `// @module-tag durability` gets no other one. */
const tags = [{ name: 'durability', description: 'Crashes and several processes', retry: 0 }];

export default defineConfig({
  test: {
    hideSkippedTests: false,
    tags,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          isolate,
          maxWorkers: serverWorkers,
          include: rules,
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          isolate,
          maxWorkers: serverWorkers,
          include: ['test/**/*.test.ts'],
          exclude: [...rules, ...pages],
          globalSetup: database,
          retry,
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pages',
          isolate,
          include: pages,
          globalSetup: database,
          retry,
          testTimeout: 120_000,
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 60_000,
          maxWorkers: pageWorkers,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
