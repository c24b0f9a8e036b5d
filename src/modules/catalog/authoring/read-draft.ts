import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../platform/http/app-error.ts';
import type { MissionDraft, WrittenQuestion } from '../../../wire/authoring.ts';
import { Mission } from '../mission.entity.ts';
import { type QuestionRow, readMissionTree } from '../mission-tree.ts';
import { readRequirements } from './write-requirements.ts';

/** As its author sees it: all languages, all keys, and the version that the next change must name. */
export async function readDraft(em: EntityManager, id: string): Promise<MissionDraft> {
  const mission = await em.findOne(Mission, { id, isActive: true }, { populate: ['topic'] });
  const tree = mission && (await readMissionTree(em, id));
  if (!tree) throw new AppError('mission/not-found');
  return {
    id,
    version: mission.version,
    locale: mission.locale,
    title: mission.title,
    description: mission.description,
    topic: mission.topic?.slug ?? null,
    difficulty: mission.difficulty,
    ages: { from: mission.ageFrom, to: mission.ageTo },
    estimatedMinutes: mission.estimatedMinutes,
    requiredLevel: mission.requiredLevel,
    requires: await readRequirements(em, id),
    reward: { xp: mission.xpReward, coins: mission.coinReward },
    objectives: tree.objectives as MissionDraft['objectives'],
    i18n: mission.i18n as MissionDraft['i18n'],
    lessons: tree.lessons.map((lesson) => ({
      id: lesson.id,
      title: lesson.title,
      kind: lesson.kind,
      minutes: lesson.minutes,
      xp: lesson.xp,
      media: lesson.media,
      reading: lesson.content.reading ?? [],
      i18n: lesson.i18n as MissionDraft['lessons'][number]['i18n'],
      questions: lesson.questions.map((question) => ({
        id: question.id,
        ...(draftOf(question) as WrittenQuestion),
      })),
    })),
  };
}

/** What a right answer brings is the same everywhere; saving a form leaves it as it is. */
function draftOf({ id: _, xp: _xp, choices, ...question }: QuestionRow) {
  return {
    ...question,
    choices: choices.map(({ slug: __, ...choice }) => choice),
  };
}
