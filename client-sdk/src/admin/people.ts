import type { PermissionKey, RoleKey } from '../../../src/wire/identity.ts';
import type {
  AdminProfile,
  HandedOver,
  Person,
  PersonDetail,
  ResetLink,
  TeacherProfile,
} from '../../../src/wire/people.ts';
import type { ConsentAge, MySubject, Settings, SettingsView, Subject } from '../../../src/wire/settings.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type {
  AdminProfile,
  HandedOver,
  Person,
  PersonDetail,
  TeacherProfile,
} from '../../../src/wire/people.ts';
export type { ConsentAge, MySubject, Settings, SettingsView, Subject } from '../../../src/wire/settings.ts';

export interface PeopleQuery extends PageQuery {
  search?: string;
  role?: RoleKey;
  status?: Person['status'];
  classId?: string;
}

export type People = ReturnType<typeof createPeople>;

/** The people of an organization and its settings, for those who manage them. Rejects with a `TuttiError`. */
export function createPeople(tutti: Tutti) {
  const at = (id: string, more = '') => `/people/${encodeURIComponent(id)}${more}`;
  const get = <T>(path: string, query: object = {}) => tutti.request<T>('GET', path, { query: { ...query } });
  const post = <T>(path: string, body: unknown = {}) => tutti.request<T>('POST', path, { body });

  return {
    people: (query: PeopleQuery = {}) => get<Page<Person>>('/people', query),
    person: (id: string) => get<PersonDetail>(at(id)),
    renamePerson: (id: string, displayName: string) =>
      tutti.request<PersonDetail>('PATCH', at(id), { body: { displayName } }),
    grantRole: (id: string, role: RoleKey) => tutti.request<PersonDetail>('PUT', at(id, `/roles/${role}`)),
    revokeRole: (id: string, role: RoleKey) =>
      tutti.request<PersonDetail>('DELETE', at(id, `/roles/${role}`)),
    grantPermission: (id: string, permission: PermissionKey) =>
      tutti.request<PersonDetail>('PUT', at(id, `/permissions/${permission}`)),
    revokePermission: (id: string, permission: PermissionKey) =>
      tutti.request<PersonDetail>('DELETE', at(id, `/permissions/${permission}`)),
    /** Everywhere, within five seconds. */
    signOutPerson: (id: string) => post<void>(at(id, '/sign-out')),
    suspend: (id: string) => post<PersonDetail>(at(id, '/suspend')),
    reactivate: (id: string) => post<PersonDetail>(at(id, '/reactivate')),
    approve: (id: string) => post<PersonDetail>(at(id, '/approve')),
    /** For somebody who has no mail: hand the link over. */
    resetLink: (id: string) => post<ResetLink>(at(id, '/reset-link')),
    /** Classes and sessions pass on, and the account is closed. */
    handOver: (id: string, to: string) => post<HandedOver>(at(id, '/hand-over'), { to }),

    /** What a teacher says about the own work; colleagues and administrators see it. */
    teacherProfile: () => get<TeacherProfile>('/me/teacher-profile'),
    saveTeacherProfile: (profile: TeacherProfile) =>
      tutti.request<TeacherProfile>('PUT', '/me/teacher-profile', { body: profile }),
    /** The same of an administrator. */
    adminProfile: () => get<AdminProfile>('/me/admin-profile'),
    saveAdminProfile: (profile: AdminProfile) =>
      tutti.request<AdminProfile>('PUT', '/me/admin-profile', { body: profile }),

    settings: () => get<SettingsView>('/settings'),
    changeSettings: (change: Partial<Settings>) =>
      tutti.request<SettingsView>('PATCH', '/settings', { body: change }),
    consentAges: async () => (await get<{ items: ConsentAge[] }>('/consent-ages')).items,
    changeConsentAge: (country: string, age: number) =>
      tutti.request<ConsentAge>('PUT', `/consent-ages/${country}`, { body: { age } }),
    subjects: async () => (await get<{ items: Subject[] }>('/subjects', { locale: tutti.locale })).items,
    addSubject: (name: string) => post<Subject>('/subjects', { name }),
    mySubjects: async () => (await get<{ items: MySubject[] }>('/me/subjects')).items,
    setMySubjects: async (items: MySubject[]) =>
      (await tutti.request<{ items: MySubject[] }>('PUT', '/me/subjects', { body: { items } })).items,
  };
}
