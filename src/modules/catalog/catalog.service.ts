import { type EntityManager, type Loaded, raw } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { FrozenMission } from '../../domain/challenge/class-plan.ts';
import type { FrozenScene } from '../../domain/group-mission/plan.ts';
import type { Course } from '../../domain/mission/edition.ts';
import type { Caller } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import type { missionQuery } from '../../wire/catalog.ts';
import type { Locale } from '../../wire/common.ts';
import { freeze, freezeCourse, mixed } from './freeze-mission.ts';
import { readScenes } from './group-scenes.ts';
import { Mission } from './mission.entity.ts';
import { type MissionTree, readMissionTree } from './mission-tree.ts';
import { Topic } from './topic.entity.ts';

export type MissionWithTopic = Loaded<Mission, 'topic'>;
const place = z.tuple([z.int32(), z.uuid()]);

/** What the catalog does for its own routes and for other modules. What a caller sees of it the row policies decide. */
export const CatalogService = {
  async listTopics(em: EntityManager): Promise<{ topic: Topic; missions: number }[]> {
    const topics = await em.find(Topic, { isActive: true }, { orderBy: { position: 'asc', id: 'asc' } });
    const counts = await em.countBy(Mission, 'topic', {
      where: { isActive: true, ...playedBy('class'), totalQuestions: { $gt: 0 } },
    });
    return topics.map((topic) => ({ topic, missions: counts[topic.id] ?? 0 }));
  },

  async listMissions(
    em: EntityManager,
    { userId }: Caller,
    { topic, search, ids, locale, for: players, cursor, limit }: z.output<typeof missionQuery>,
  ): Promise<{ missions: MissionWithTopic[]; nextCursor: string | null }> {
    if (topic && !(await em.count(Topic, { slug: topic }))) throw new AppError('topic/not-found');
    const [position, after] = cursor ? decodeCursor(cursor, place) : [];
    const found = await em.find(
      Mission,
      {
        isActive: true,
        ...playedBy(players),
        // what has nothing to play yet only its author looks at; one to read or to watch is for learners alone
        $and: [
          {
            $or: [
              { missionType: 'group' },
              { totalQuestions: { $gt: 0 } },
              ...(ids ? [{ totalLessons: { $gt: 0 } }] : []),
              { authorId: userId },
            ],
          },
        ],
        ...(ids && { id: { $in: ids } }),
        ...(topic && { topic: { slug: topic } }),
        ...(search && {
          [shownTexts(locale)]: { $like: `%${foldText(search).replace(/[\\%_]/g, '\\$&')}%` },
        }),
        ...(after && {
          $or: [{ position: { $gt: position! } }, { position: position!, id: { $gt: after } }],
        }),
      },
      { populate: ['topic'], orderBy: { position: 'asc', id: 'asc' }, limit: limit + 1 },
    );
    const missions = found.slice(0, limit);
    const last = missions.at(-1);
    const nextCursor = found.length > limit && last ? encodeCursor([last.position, last.id]) : null;
    return { missions, nextCursor };
  },

  /** With the keys: for those who may see them. */
  async readMission(
    em: EntityManager,
    id: string,
  ): Promise<{ mission: MissionWithTopic; tree: MissionTree }> {
    const mission = await em.findOne(Mission, { id, isActive: true }, { populate: ['topic'] });
    const tree = mission && (await readMissionTree(em, id));
    if (!tree) throw new AppError('mission/not-found');
    return { mission, tree };
  },

  /** The copy that a session plays. Refused: `mission/not-found`, `mission/no-questions`. */
  async freezeMission(em: EntityManager, missionId: string): Promise<FrozenMission> {
    await requirePlayers(em, missionId, 'class');
    return freezeNow(em, missionId);
  },

  /** The copy that a learner works through alone; the same mission gives the same copy. Refused as `freezeMission` is. */
  async freezeAlone(
    em: EntityManager,
    missionId: string,
  ): Promise<{ mission: FrozenMission; course: Course }> {
    await requirePlayers(em, missionId, 'class');
    const { tree, frozen } = await readFrozen(em, missionId);
    return { mission: frozen, course: freezeCourse(tree) };
  },

  /** [MST-2] Single questions of several missions, in this order; in `locale`, or in what each was written in. */
  async freezeQuestions(
    em: EntityManager,
    wanted: readonly { questionId: string; missionId: string }[],
    locale: Locale,
    title: string,
  ): Promise<FrozenMission> {
    const missions = new Map<string, FrozenMission>();
    for (const id of new Set(wanted.map(({ missionId }) => missionId)))
      missions.set(id, await freezeNow(em, id));
    return mixed(
      wanted.map(({ questionId, missionId }) => ({ questionId, mission: missions.get(missionId)! })),
      locale,
      title,
    );
  },

  /** [GRP-1] The copy that groups play, with the minutes that it takes. Refused also: `mission/not-for-groups`. */
  async freezeGroupMission(
    em: EntityManager,
    missionId: string,
  ): Promise<{ mission: FrozenMission; scenes: FrozenScene[]; minutes: number }> {
    const { estimatedMinutes } = await requirePlayers(em, missionId, 'groups');
    const mission = await freezeNow(em, missionId);
    return { mission, scenes: await readScenes(em, missionId, mission.locales), minutes: estimatedMinutes };
  },
};

async function freezeNow(em: EntityManager, missionId: string): Promise<FrozenMission> {
  return (await readFrozen(em, missionId)).frozen;
}

async function readFrozen(em: EntityManager, missionId: string) {
  const tree = await readMissionTree(em, missionId);
  if (!tree) throw new AppError('mission/not-found');
  const frozen = freeze(tree);
  if (!frozen) throw new AppError('mission/no-questions');
  return { tree, frozen };
}

/** A group mission makes no sense for a class that answers one by one, and no other mission for groups. */
async function requirePlayers(em: EntityManager, id: string, players: Players): Promise<Mission> {
  const mission = await em.findOne(Mission, { id, isActive: true });
  if (!mission) throw new AppError('mission/not-found');
  if ((mission.missionType === 'group') !== (players === 'groups'))
    throw new AppError(players === 'groups' ? 'mission/not-for-groups' : 'mission/for-groups');
  return mission;
}

type Players = z.output<typeof missionQuery>['for'];
const playedBy = (players: Players) =>
  players === 'groups' ? { missionType: 'group' as const } : { missionType: { $ne: 'group' as const } };

/** Nobody types accents into a search field: `pagina` finds `página`. */
const foldText = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The SQL of `foldText` over what a reader of this language sees of a mission. */
function shownTexts(locale: Locale) {
  return raw(
    (mission) => `lower(regexp_replace(normalize(
      coalesce(${mission}.i18n #>> '{${locale},title}', ${mission}.title) || ' ' ||
      coalesce(${mission}.i18n #>> '{${locale},description}', ${mission}.description), NFD), '[\\u0300-\\u036f]', '', 'g'))`,
  );
}
