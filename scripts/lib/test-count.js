import { readFileSync } from 'node:fs';

/**
 * Passed and failed tests of a run, from Vitest's JSON. What fails outside a test (a file that does not load, a set-up,
 * a forgotten promise, a run that ended half-way) counts as one failure: a run that did not end well never looks green.
 * @param {string} file
 * @param {number} exitCode of the run
 */
export function countTests(file, exitCode) {
  const report = readReport(file);
  const files = report?.testResults ?? [];
  const brokenFiles = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length;
  const endedWell = exitCode === 0 && report?.success === true;
  return { passed: report?.numPassedTests ?? 0, failed: endedWell ? failed : Math.max(failed, 1) };
}

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult
 * @param {string} file
 * @returns {{ success: boolean, numPassedTests: number, numFailedTests: number, testResults: FileResult[] } | null}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
