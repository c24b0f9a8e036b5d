/** `npm run bench -- <what> …`; `bench/README.md` says what there is. Without a name it is the class challenge. */
const programs = {
  class: './class.ts',
  rooms: './rooms.ts',
  durable: './durable.ts',
  rest: './rest.ts',
  cluster: './cluster.ts',
  soak: './soak.ts',
  'sign-ins': './sign-ins.ts',
  'even-replies': './even-replies.ts',
  report: './report.ts',
  progress: './progress.ts',
  home: './home.ts',
  groups: './groups.ts',
  rules: './rules.ts',
  all: './all.ts',
};

const [named = ''] = process.argv.slice(2);
const isOption = named === '' || named.startsWith('-');
if (!isOption && !(named in programs)) {
  process.stderr.write(`There is no bench "${named}". There are: ${Object.keys(programs).join(', ')}.\n`);
  process.exit(1);
}
if (!isOption) process.argv.splice(2, 1);
await import(programs[isOption ? 'class' : (named as keyof typeof programs)]);
