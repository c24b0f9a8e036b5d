import { readFile } from 'node:fs/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { stringify } from 'yaml';
import { AppError } from '../../../platform/http/app-error.ts';
import type { FileContent } from '../../../platform/http/route.ts';
import { type FileFault, fileFaultSentences, fileFaults } from '../../../wire/file-faults.ts';
import { lessonFaultSentences } from '../../../wire/lesson-faults.ts';
import type { MediaRef } from '../../../wire/media-ref.ts';
import type { StoredFile } from '../../media/media.service.ts';
import { maxFileBytes } from '../content/content.loader.ts';
import { type FiledMission, fileForm } from '../content/file-form.ts';
import { Mission } from '../mission.entity.ts';
import { readMissionTree } from '../mission-tree.ts';
import { requireWritable } from './claim-mission.ts';

/** Pictures, recordings and films of one mission that go into the ZIP; what is larger stays behind and is named in it. */
const mostMediaBytes = 25 * 1024 * 1024;

export interface MissionToExport {
  slug: string;
  mission: FiledMission;
  media: MediaRef[];
}

/** Whoever may change a mission may take it along. Refuses also what could not be read as a file again: `mission/not-whole`. */
export async function readMissionToExport(em: EntityManager, id: string): Promise<MissionToExport> {
  await requireWritable(em, id);
  const stored = await em.findOneOrFail(Mission, { id }, { populate: ['topic'] });
  const tree = (await readMissionTree(em, id))!;
  const faults = fileFaults({
    topic: stored.topic?.slug ?? null,
    objectives: tree.objectives,
    lessons: tree.lessons.map(({ content, ...lesson }) => ({ ...lesson, reading: content.reading ?? [] })),
  });
  if (faults.length > 0)
    throw new AppError('mission/not-whole', 'A mission in a file is whole: something is missing yet.', {
      errors: faults.slice(0, 100).map((fault) => ({ path: pathOf(fault), message: sentences[fault.code] })),
    });
  const [names] = await em.execute<Names[]>(namesSql, [id, id, id]);
  const { slugs, external, requires } = names!;
  const lessons = tree.lessons.map((lesson) => ({
    ...lesson,
    slug: slugs[lesson.id]!,
    questions: lesson.questions.map((question) => ({
      ...question,
      name: external[question.id] ?? question.id,
    })),
  }));
  return {
    slug: stored.slug,
    mission: {
      locale: stored.locale,
      title: stored.title,
      description: stored.description,
      topic: stored.topic!.slug,
      difficulty: stored.difficulty,
      missionType: stored.missionType,
      ages: { from: stored.ageFrom, to: stored.ageTo },
      estimatedMinutes: stored.estimatedMinutes,
      requiredLevel: stored.requiredLevel,
      requires,
      reward: { xp: stored.xpReward, coins: stored.coinReward },
      i18n: stored.i18n,
      objectives: tree.objectives,
      lessons,
    },
    media: lessons.flatMap(({ media, questions }) =>
      [media, ...questions.map((question) => question.media)].filter((ref) => ref !== null),
    ),
  };
}

/** A ZIP of what lies below `content/`: the mission, its translations, and its files as far as they fit. */
export async function zipMission(
  { slug, mission }: MissionToExport,
  files: ReadonlyMap<string, StoredFile>,
): Promise<FileContent> {
  const nameOf = ({ id }: Pick<MediaRef, 'id'>) => `${id}.${files.get(id)?.extension ?? 'bin'}`;
  const form = fileForm(mission, nameOf);
  const zip: Zippable = {};
  const put = (path: string, content: object) => {
    const bytes = strToU8(stringify(content, { lineWidth: 120, aliasDuplicateObjects: false }));
    if (bytes.length > maxFileBytes)
      throw new AppError('mission/not-whole', 'This mission is larger than a file of 1 MB. Make two of it.');
    zip[path] = bytes;
  };
  put(`missions/${slug}.yaml`, form.mission);
  for (const [locale, texts] of form.translations) put(`missions/${slug}.${locale}.yaml`, texts);
  let room = mostMediaBytes;
  const left: string[] = [];
  for (const [id, { path, bytes }] of [...files].sort(([, one], [, other]) => one.bytes - other.bytes)) {
    room -= bytes;
    // they are packed already
    if (room >= 0) zip[`missions/${slug}/${nameOf({ id })}`] = [await readFile(path), { level: 0 }];
    else left.push(`missions/${slug}/${nameOf({ id })}  /media/${id}`);
  }
  if (left.length > 0) zip['left-out.txt'] = strToU8(`${left.join('\n')}\n`);
  return { filename: `${slug}.zip`, content: Buffer.from(zipSync(zip, { level: 6 })) };
}

const sentences = { ...lessonFaultSentences, ...fileFaultSentences };

const pathOf = ({ code, lesson, question }: FileFault): string => {
  if (lesson === null) return code === 'no-topic' ? 'topic' : code === 'no-goals' ? 'objectives' : 'lessons';
  return question === null ? `lessons.${lesson}` : `lessons.${lesson}.questions.${question}`;
};

interface Names {
  /** Of lessons, by their ids. */
  slugs: Record<string, string>;
  /** Of questions that came in a file. */
  external: Record<string, string>;
  /** Slugs of missions that come before. */
  requires: string[];
}
const namesSql = `
  SELECT (SELECT coalesce(json_object_agg(id, slug), '{}') FROM lessons WHERE mission_id = ?) AS slugs,
    (SELECT coalesce(json_object_agg(q.id, q.external_id), '{}') FROM lessons l JOIN assessments a ON a.lesson_id = l.id
      JOIN assessment_questions aq ON aq.assessment_id = a.id JOIN questions q ON q.id = aq.question_id
      WHERE l.mission_id = ? AND q.external_id IS NOT NULL) AS external,
    ARRAY(SELECT b.slug FROM mission_prerequisites p JOIN missions b ON b.id = p.requires_mission_id
      WHERE p.mission_id = ? AND b.is_active AND b.mission_type <> 'group' ORDER BY b.position, b.id) AS requires`;
