import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countTests } from '../../scripts/lib/test-count.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-count-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, 'tests.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const good = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const bad = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const unloadable = { status: 'failed', assertionResults: [] };

test('a run that ended well is counted as it is', () => {
  const file = report({ success: true, numPassedTests: 5, numFailedTests: 0, testResults: [good] });
  expect(countTests(file, 0)).toEqual({ passed: 5, failed: 0 });
});

test('a file that does not load is a failure of its own', () => {
  const file = report({
    success: false,
    numPassedTests: 5,
    numFailedTests: 1,
    testResults: [good, bad, unloadable],
  });
  expect(countTests(file, 1)).toEqual({ passed: 5, failed: 2 });
});

test('an error outside every test fails the run', () => {
  const file = report({ success: true, numPassedTests: 5, numFailedTests: 0, testResults: [good] });
  expect(countTests(file, 1)).toEqual({ passed: 5, failed: 1 });
});

test('a run without a report failed', () => {
  expect(countTests(join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1 });
});
