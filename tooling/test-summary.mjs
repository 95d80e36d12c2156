/** Prints `N passed, N failed` from the JSON report of Vitest; fails unless every test ran and passed. */
import { readFileSync } from 'node:fs';

const report = readReport(process.argv[2]);
const passed = report.numPassedTests;
const failed = report.numFailedTests + filesThatFailedWithoutTest(report).length;
// What was thrown outside of every test is in no number, only in the verdict.
const unexplained = !report.success && failed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed + unexplained} failed`);
if (failed + unexplained > 0 || passed === 0) process.exitCode = 1;

/** A file that does not even load counts as one failed test: its own tests are not in the numbers. */
function filesThatFailedWithoutTest({ testResults }) {
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('Vitest left no report; see above for the reason.');
    return { numPassedTests: 0, numFailedTests: 0, success: false, testResults: [] };
  }
}
