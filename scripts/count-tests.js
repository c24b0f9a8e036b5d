import { countTests } from './lib/test-count.js';

const [file = '', exitCode = '1'] = process.argv.slice(2);
const { passed, failed } = countTests(file, Number(exitCode));
console.log(passed, failed);
