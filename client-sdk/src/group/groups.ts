import type { Locale } from '../../../src/wire/common.ts';
import type { GroupRun, GroupRunReport, OpenGroupMission } from '../../../src/wire/group-run.ts';
import type { Joined, Seat } from '../../../src/wire/session.ts';
import { newId } from '../ids.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';
import type { GroupMission, GroupWatch } from './group.types.ts';
import { LiveGroupMission } from './live-group-mission.ts';
import { LiveGroupWatch } from './live-group-watch.ts';

export type * from '../../../src/wire/group-mission.ts';
export type { GroupRun, GroupRunReport, OpenGroupMission } from '../../../src/wire/group-run.ts';
export type * from './group.types.ts';

export interface OpenGroups {
  missionId: string;
  classId: string;
  /** How many (1–40), or who is in which group, by account. */
  groups: number | string[][];
  minutes?: number;
}

/** Group missions: for learners and for teachers. Every method rejects with a `TuttiError`. */
export interface Groups {
  /** As a guest, with the PIN of the group mission. */
  join(entry: { pin: string; nickname: string; locale?: Locale }): Promise<GroupMission>;
  /** Under the account: the group one was in, the planned one, or the smallest. */
  joinAsMyself(runId: string): Promise<GroupMission>;
  /** The same learner again, after a reload, in the language of before or in another one; in another group where the teacher moved the learner meanwhile. */
  resume(resumeToken: string, options?: { locale?: Locale }): Promise<GroupMission>;
  /** Open group missions of the own classes, and the classes for which one may be opened. */
  mine(): Promise<{ items: OpenGroupMission[]; mayOpenFor: { id: string; name: string }[] }>;
  /** A learner opens one, where the teacher allows it, and enters it. */
  openOwn(entry: { missionId: string; classId: string }): Promise<GroupMission>;

  /** A teacher opens groups of a class. */
  open(wanted: OpenGroups): Promise<GroupRun>;
  /** Of one class, or of all that the caller teaches; newest first. */
  runs(query?: PageQuery & { classId?: string }): Promise<Page<GroupRun>>;
  run(id: string): Promise<GroupRun>;
  /** The panel of all groups. */
  watch(runId: string): Promise<GroupWatch>;
  report(runId: string): Promise<GroupRunReport>;
  /** The report as CSV: a row a learner. */
  reportCsv(runId: string): Promise<Blob>;
  /** Whether learners of the class may open group missions by themselves. */
  learnersMayOpen(classId: string): Promise<boolean>;
  letLearnersOpen(classId: string, allowed: boolean): Promise<boolean>;
}

/** Group missions over a connection to a server. An entry of its own, so that other games do not load it. */
export function groupsOf(tutti: Tutti): Groups {
  const path = (id: string, rest = '') => `/group-runs/${encodeURIComponent(id)}${rest}`;
  const mayOpenPath = (classId: string) => `/classes/${encodeURIComponent(classId)}/own-groups`;
  const rejoin = (resumeToken: string, locale: Locale | undefined) =>
    tutti.request<Joined>('POST', '/rejoin', { body: { resumeToken, locale }, anonymous: true });
  /** The language that was chosen on entering stays, however often the connection is made anew. */
  const play = (joined: Joined, locale: Locale | undefined) =>
    new LiveGroupMission(tutti.url, joined, (token) => rejoin(token, locale)).enter(joined.seat);
  const watchSeat = async (runId: string) =>
    (
      await tutti.request<{ seat: Seat }>('POST', path(runId, '/watch'), {
        body: { locale: tutti.locale },
      })
    ).seat;

  const groups: Groups = {
    join: async ({ locale = tutti.locale, ...entry }) =>
      play(
        await tutti.request<Joined>('POST', '/group-runs/join', {
          body: { ...entry, locale },
          anonymous: true,
        }),
        locale,
      ),
    joinAsMyself: async (runId) => {
      const { locale } = tutti;
      return play(await tutti.request<Joined>('POST', path(runId, '/seat'), { body: { locale } }), locale);
    },
    resume: async (resumeToken, { locale } = {}) => play(await rejoin(resumeToken, locale), locale),
    mine: () => tutti.request('GET', '/group-runs/mine'),
    async openOwn(body) {
      const { id } = await tutti.request<{ id: string }>('POST', '/group-runs/own', { body });
      return groups.joinAsMyself(id);
    },

    open: (body) => tutti.request('POST', '/group-runs', { body, idempotencyKey: newId() }),
    runs: (query = {}) => tutti.request('GET', '/group-runs', { query: { ...query } }),
    run: (id) => tutti.request('GET', path(id)),
    watch: async (runId) =>
      new LiveGroupWatch(tutti.url, () => watchSeat(runId)).enter(await watchSeat(runId)),
    report: (runId) => tutti.request('GET', path(runId, '/report'), { query: { locale: tutti.locale } }),
    reportCsv: (runId) => tutti.download(path(runId, '/report.csv'), { locale: tutti.locale }),
    learnersMayOpen: async (classId) =>
      (await tutti.request<{ allowed: boolean }>('GET', mayOpenPath(classId))).allowed,
    letLearnersOpen: async (classId, allowed) =>
      (await tutti.request<{ allowed: boolean }>('PUT', mayOpenPath(classId), { body: { allowed } })).allowed,
  };
  return groups;
}
