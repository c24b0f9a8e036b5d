import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me } from '../../src/wire/identity.ts';
import { createEverybody, type Kind, kinds, type School } from '../support/everybody.ts';
import type { Person } from '../support/people.ts';
import { call } from '../support/rest.ts';
import { inTurns, type ListedRoute, routesOf } from '../support/routes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPlausible, type Plausible } from './plausible.ts';

type Caller = 'nobody' | 'guest' | Kind;
type Outcome = 'yes' | '401' | '403' | '2FA' | 'consent' | '404';
interface Reply {
  route: ListedRoute;
  caller: Caller;
  outcome: Outcome;
  code: string | undefined;
  told: string;
}

const callers: readonly Caller[] = ['nobody', 'guest', ...kinds];
/** Of the other school: everybody who can do anything there. */
const foreignKinds = kinds.filter((kind) => !/^(other|waiting)|WithoutFactor$/.test(kind));
/** Whose role or right is not enough inside the route, where the row or the person decides. */
const refusedInside: Readonly<Record<string, readonly Caller[]>> = {
  // a child's account is the guardians' to delete
  'POST /me/erase': ['child'],
  // the ages count for every organization of the installation
  'PUT /consent-ages/{country}': ['admin'],
  // who teaches or manages a class is taken out of it by a colleague
  'POST /classes/{id}/leave': ['teacher', 'admin', 'superAdmin'],
  // how much time a learner needs concerns those who teach the learner
  'PUT /classes/{id}/students/{userId}/time': ['admin', 'superAdmin'],
};

let server: TestServer;
let plausible: Plausible;
let facts: Record<Kind, Me>;
let own: Reply[];
let foreign: Reply[];
let routes: ListedRoute[];

beforeAll(async () => {
  server = await startTestServer({
    ADMIN_TOTP: 'required',
    REQUESTS_PER_MINUTE: '1000000',
    TRUST_PROXY: 'true',
  });
  const listed = await routesOf(server);
  routes = listed.routes;
  const everybody = createEverybody(server);
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  plausible = await createPlausible(server, rows[0]!.id, listed.defs);
  const strangers = await everybody.addSchool(await everybody.addOrganization());
  const { school } = plausible;
  facts = Object.fromEntries(
    await Promise.all(kinds.map(async (kind) => [kind, (await call<Me>(server, '/me', school[kind])).body])),
  ) as Record<Kind, Me>;

  const asEverybody = (some: ListedRoute[]) =>
    some.flatMap((route) => callers.map((caller) => ({ route, caller, who: personOf(school, caller) })));
  const endsAll = ({ path }: ListedRoute) => path.endsWith('/end-all');
  own = await ask(asEverybody(routes.filter((route) => !endsAll(route))));
  foreign = await ask(
    routes
      .filter((route) => plausible.isAboutRow(route))
      .flatMap((route) => foreignKinds.map((caller) => ({ route, caller, who: strangers[caller] }))),
  );

  own.push(...(await ask(asEverybody(routes.filter(endsAll)))));

  function ask(calls: { route: ListedRoute; caller: Caller; who: Person | null }[]): Promise<Reply[]> {
    let address = 0;
    return inTurns(calls, 12, async ({ route, caller, who }) => {
      address += 1;
      const { path, body } = plausible.callOf(route);
      // what ends a sign-in ends one of its own
      const leaves = route.method !== 'GET' && /^\/(me|auth)\//.test(route.path);
      const signedIn = who && leaves ? await everybody.signIn(who) : who;
      const token = caller === 'guest' ? plausible.guestToken : signedIn?.token;
      const reply = await call<{ code?: string; detail?: string }>(server, path, {
        method: route.method,
        redirect: 'manual',
        headers: { 'x-forwarded-for': `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}` },
        ...(token !== undefined && { token }),
        ...(body !== undefined && { body }),
      });
      const told = `${route.name} as ${caller}: ${reply.status} ${JSON.stringify(reply.body)?.slice(0, 300)}`;
      return { route, caller, outcome: outcomeOf(route, reply), code: reply.body?.code, told };
    });
  }
}, 60_000);
afterAll(() => server?.stop());

const personOf = (school: School, caller: Caller): Person | null =>
  caller === 'nobody' || caller === 'guest' ? null : school[caller];

/** Refusals of a person who may do it, and did not show well enough who it is. */
const asksAgain = new Set(['auth/wrong-password', 'auth/second-factor-wrong', 'auth/sign-in-again']);

/** How the server answered. Who got as far as the work itself was let in, even where there was nothing to do. */
function outcomeOf(
  { access }: ListedRoute,
  reply: { status: number; body: { code?: string } | null },
): Outcome {
  const code = reply.body?.code;
  if (code === 'auth/second-factor-missing') return '2FA';
  if (code === 'consent/required') return 'consent';
  if (access.needs === 'nothing') return 'yes';
  if (reply.status === 401) return '401';
  if (reply.status === 404) return '404';
  if (reply.status === 403 && !asksAgain.has(code!)) return '403';
  return 'yes';
}

/** What the line of the route says of this caller, and nothing that was asked of the server; null: it is for the row to say. */
function declared({ access }: ListedRoute, caller: Caller): Outcome | null {
  if (access.needs === 'nothing') return null;
  if (caller === 'nobody' || caller === 'guest') return '401';
  const { roles, permissions, isMinor, consent, secondFactor } = facts[caller];
  if (secondFactor === 'required' && access.secondFactor !== 'later') return '2FA';
  const [what, ...oneOf] = access.needs.split(/ (?:or )?/) as ['right' | 'role' | 'a', ...string[]];
  const has: readonly string[] = what === 'right' ? permissions : what === 'role' ? roles : oneOf;
  if (!oneOf.some((name) => has.includes(name))) return '403';
  const { consent: scope = 'none' } = access;
  if (isMinor && scope !== 'none' && !consent.scopes.includes(scope)) return 'consent';
  return null;
}

describe('[EDG-7] every route, called as everybody', () => {
  it('lets in exactly whom its line lets in', () => {
    const wrong = own.filter(({ route, caller, outcome, code }) => {
      const expected = declared(route, caller);
      if (expected) return outcome !== expected;
      // from here on the row decides, and it never speaks of roles
      if (code === 'auth/forbidden') return !refusedInside[route.name]?.includes(caller);
      return !['yes', '403', '404'].includes(outcome);
    });
    expect(wrong.map(({ told }) => told)).toEqual([]);
  });

  it('was asked for something that it could do, and no answer was an error of ours', () => {
    const unfit = /: 5\d\d |request\/(invalid|not-json|too-many|too-large)/;
    expect([...own, ...foreign].map(({ told }) => told).filter((told) => unfit.test(told))).toEqual([]);
    const good = new Set(own.filter(({ outcome }) => outcome === 'yes').map(({ route }) => route));
    const noGood = routes.filter((route) => !good.has(route)).map(({ name }) => name);
    // for whom has come of age and was asked: nobody here
    expect(noGood).toEqual(['POST /me/of-age']);
  });

  it('shows a row of another organization to nobody, whatever they are there', () => {
    expect(foreign.length).toBeGreaterThan(500);
    expect(foreign.filter(({ outcome }) => outcome === 'yes').map(({ told }) => told)).toEqual([]);
  });

  it('[CON-2] lets a child for whom nobody has agreed write where it asks, protects itself or leaves, and nowhere else', () => {
    expect(opened('waitingChild').filter((name) => !name.startsWith('GET '))).toEqual([
      'POST /me/ask-again',
      'POST /me/data-requests',
      'POST /me/second-factor/remove',
      'POST /me/sign-ins/end-all',
    ]);
  });

  it('[AUT-6] lets an administrator without a second factor add one, leave and see the own account, and nothing else', () => {
    expect(opened('adminWithoutFactor')).toEqual([
      'GET /me',
      'GET /me/second-factor',
      'GET /me/sign-ins',
      'POST /me/second-factor',
      'POST /me/second-factor/confirm',
      'POST /me/sign-ins/end-all',
    ]);
  });

  it('stands in docs/access-matrix.md (`vitest -u` writes it anew)', async () => {
    const file = new URL('../../docs/access-matrix.md', import.meta.url).pathname;
    await expect(matrix()).toMatchFileSnapshot(file);
  });
});

/** Where this caller was let in and not everybody is. */
const opened = (who: Caller): string[] =>
  own
    .filter(({ route, caller, outcome }) => caller === who && outcome === 'yes' && !isOpen(route))
    .map(({ route }) => route.name)
    .sort();
const isOpen = ({ access }: ListedRoute) => access.needs === 'nothing';

const headings: Record<Caller, string> = {
  nobody: 'nobody',
  guest: 'guest',
  learner: 'learner',
  waitingChild: 'waiting child',
  child: 'child',
  guardian: 'guardian',
  otherGuardian: 'other guardian',
  teacher: 'teacher',
  otherTeacher: 'other teacher',
  contentCreator: 'content creator',
  moderator: 'moderator',
  adminWithoutFactor: 'admin without factor',
  admin: 'admin',
  superAdmin: 'super admin',
};

function matrix(): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const outcomesOf = (replies: Reply[], route: ListedRoute) =>
    replies.filter((reply) => reply.route === route).map(({ outcome }) => outcome);
  const shown = (outcome: Outcome) => (outcome === 'yes' ? '**yes**' : outcome);
  const tables = [...new Set(routes.map(({ tag }) => tag))].map((tag) => {
    const ofTag = routes.filter((route) => route.tag === tag);
    const open = ofTag.filter(isOpen).map(({ name }) => `\`${name}\``);
    const lines = ofTag
      .filter((route) => !isOpen(route))
      .map((route) => {
        const elsewhere = [...new Set(outcomesOf(foreign, route))].sort().join(' ');
        return row([
          `\`${route.name}\``,
          needs(route),
          ...outcomesOf(own, route).map(shown),
          elsewhere || '–',
        ]);
      });
    const head = [
      row(['Route', 'Needs', ...callers.map((caller) => headings[caller]), 'another school']),
      row(Array.from({ length: callers.length + 3 }, () => '---')),
    ];
    const parts = [
      ...(open.length > 0 ? [`Open to everybody: ${open.join(' · ')}`] : []),
      ...(lines.length > 0 ? [[...head, ...lines].join('\n')] : []),
    ];
    return [`## ${tag}`, ...parts].join('\n\n');
  });
  return `${preface.trim()}\n\n${tables.join('\n\n')}\n`;
}

function needs({ access }: ListedRoute): string {
  const consent = access.consent === undefined || access.consent === 'none' ? '' : `, ${access.consent}`;
  return `${access.needs.replace(/^(right|role) (.*)/, '$1 `$2`').replace(' or ', '` or `')}${consent}`;
}

const preface = `
# Who may call what

Made by \`test/http/access-matrix.test.ts\`: it calls every route as everybody, for a row that is there, and compares what happens with what the
route declares and with this page. \`npx vitest run -u --project server test/http/access-matrix.test.ts\` writes it anew. [EDG-7]

**Needs** is what the route declares: a sign-in, a right or a role; behind the comma what the guardians of a child must have agreed to. Routes that are open to
everybody take links, codes and passwords, and were called by everybody all the same.

| | |
|---|---|
| **yes** | The caller was let in. What of it they see and change the row policies of the database decide. |
| 401 | Asked to sign in. |
| 403 | Refused: not the role or the right. |
| 2FA | Refused until the account has a second factor. |
| consent | Refused until a guardian agrees. |
| 404 | The row is not there for this caller. |

Rows belong to the **teacher**, to the **learner** and the **child** of the teacher's class, and to the child's **guardian**; the *other* ones are of the same
school, with another class or another child. A **waiting child** is one for whom nobody has agreed yet, a **guest** plays under a nickname and has
no account. **Another school** is everybody with an account there, down to its super administrator: what they get for a row of this one.
`;
