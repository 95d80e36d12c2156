/** Prints `N passed, N failed` from the JSON report of Jest; fails unless every test ran and passed. */
import { readFileSync } from 'node:fs';

const report = readReport(process.argv[2]);
// A file that does not even load counts as one failed test: its own tests are not in the numbers.
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
const passed = report.numPassedTests;
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('Jest left no report; see above for the reason.');
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
  }
}
