/** `npm run bench -- <what> …`: the class challenge against the floor (`class`), 40 groups at once (`groups`), signing in beside it (`sign-ins`), whether replies tell who is known (`even-replies`), the report of a large class (`report`), or the rules alone. */
const programs = {
  class: './class.ts',
  rooms: './rooms.ts',
  durable: './durable.ts',
  rest: './rest.ts',
  cluster: './cluster.ts',
  soak: './soak.ts',
  groups: './groups.ts',
  'sign-ins': './sign-ins.ts',
  'even-replies': './even-replies.ts',
  report: './report.ts',
  rules: './rules.ts',
};

const named = process.argv[2] ?? '';
const what = named in programs ? (named as keyof typeof programs) : 'class';
if (what === named) process.argv.splice(2, 1);
await import(programs[what]);
