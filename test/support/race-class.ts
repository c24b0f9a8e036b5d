import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin } from '@tutti/client/admin';
import type { Joined } from '../../src/wire/session.ts';
import {
  answered,
  joinRaw,
  payloadsOf,
  readPlan,
  rightChoices,
  until,
  untilPhase,
  untilQuestion,
  wrongChoices,
} from './class-play.ts';
import { post } from './families.ts';
import { openSeat } from './raw-client.ts';
import { addPerson, goodPassword, signIn } from './rest.ts';
import type { BareServer, TestServer } from './server.ts';

export type RacingClass = Awaited<ReturnType<typeof raceClass>>;

/**
 * A class of Tess's that played two questions: Ann under her account, right and then wrong, and five guests, of whom three were right
 * in the first one.
 */
export async function raceClass(server: TestServer & BareServer) {
  const { url } = server;
  const { jobs } = server.app.db;
  const annEmail = 'ann@school.example';
  await addPerson(server, { role: 'teacher', email: 'tess@school.example', displayName: 'Tess' });
  const annId = await addPerson(server, { role: 'student', email: annEmail, displayName: 'Ann' });
  const tess: Tutti = createTutti({ url });
  await tess.signIn({ email: 'tess@school.example', password: goodPassword, keep: 'body' });
  const { id: groupId } = await tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } });
  await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
    groupId,
    annId,
  ]);

  const { items } = await tess.missions({ limit: 100 });
  const missionId = items.find(({ slug }) => slug === 'teach-the-machine')!.id;
  const { id, pin } = await tess.openSession(missionId, { getReadySeconds: 0, standings: 'off' }, groupId);
  const host = await tess.host(id);
  const plan = await readPlan(jobs, id);
  const { accessToken } = await signIn(server, annEmail);
  const { body } = await post<Joined>(server, '/join', { pin }, accessToken);
  const ann = Object.assign(await openSeat(url, body.seat), { joined: body });
  await until(() => payloadsOf(ann, 'welcome').length > 0, 'the welcome');
  const guests = await Promise.all(
    ['Kim', 'Lou', 'Mia', 'Noa', 'Ole'].map((name) => joinRaw(url, pin!, name)),
  );
  await host.start();
  for (const round of [0, 1]) {
    await untilQuestion(ann, round);
    await answered(ann, round, round === 0 ? rightChoices(plan, round) : wrongChoices(plan, round));
    for (const [i, guest] of guests.entries())
      await answered(guest, round, i < 3 ? rightChoices(plan, round) : wrongChoices(plan, round));
    await untilPhase(host, 'reveal');
    if (round === 0) await host.next();
  }
  await host.end();
  await until(async () => (await tess.session(id)).status === 'ended', 'the report');
  await host.leave();
  const { learners } = await createAdmin(tess).report(id);
  const runOf = (participantId: string) => {
    const { answers, nickname } = learners.find((one) => one.participantId === participantId)!;
    return { id: participantId, nickname, points: answers.map(({ points }) => points) };
  };
  return {
    id,
    groupId,
    tess,
    ann: { id: annId, email: annEmail, points: runOf(ann.joined.participantId).points },
    guests: guests.map(({ joined }) => runOf(joined.participantId)),
  };
}
