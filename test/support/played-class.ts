import type { Tutti } from '@tutti/client';
import type pg from 'pg';
import {
  answered,
  joinRaw,
  openClass,
  readPlan,
  rightChoices,
  until,
  untilPhase,
  untilQuestion,
  wrongChoices,
} from './class-play.ts';

/**
 * A class of two that really played: both questions asked, Ann right in both, Ben wrong and then silent, a pause in the second
 * question, and Cem, who came late and was removed.
 */
export async function playClass({ url, jobs, teacher }: { url: string; jobs: pg.Pool; teacher: Tutti }) {
  const { id, pin, host } = await openClass(teacher, { standings: 'each' });
  const plan = await readPlan(jobs, id);
  const [ann, ben] = [await joinRaw(url, pin, 'Ann'), await joinRaw(url, pin, 'Ben')];
  await host.start();
  await untilQuestion(ben, 0);
  await answered(ann, 0, rightChoices(plan, 0));
  await answered(ben, 0, wrongChoices(plan, 0));
  await untilPhase(host, 'reveal');
  const cem = await joinRaw(url, pin, 'Cem');
  await host.next();
  await untilPhase(host, 'standings');
  await host.next();
  await untilQuestion(ann, 1);
  await host.pause();
  await host.kick(cem.joined.participantId);
  await host.resume();
  await answered(ann, 1, rightChoices(plan, 1));
  await host.next();
  await untilPhase(host, 'reveal');
  await host.end();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the report');
  await host.leave();
  return { id, plan, players: { ann, ben, cem } };
}
