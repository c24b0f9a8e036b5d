import type { Locale } from '../../../src/wire/common.ts';
import type { DataRequest, DataRequestKind } from '../../../src/wire/compliance.ts';
import type { Decisions } from '../../../src/wire/consent.ts';
import type {
  Agreement,
  BirthAnswer,
  ChildData,
  ChildSignedUp,
  Confirmed,
  ConsentChange,
  ConsentForm,
  ConsentHistoryItem,
  ConsentRequestView,
  Controls,
  Decided,
  FamilyChild,
  FamilyChildDetail,
  FamilyRequest,
  FormTaken,
  GuardianAccepted,
  GuardianInvitationView,
  MyConsent,
  PrintedForm,
  Relationship,
  SchoolConsentDone,
  WatchedBy,
} from '../../../src/wire/family.ts';
import type { PrivacyNotice } from '../../../src/wire/mail.ts';
import type { Presence } from '../../../src/wire/presence.ts';
import type { OwnProof } from '../../../src/wire/sign-ins.ts';
import type { LearningWeek, WeeklyLetters } from '../../../src/wire/week.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type { Decisions } from '../../../src/wire/consent.ts';
export type {
  Agreement,
  BirthAnswer,
  ChildData,
  ChildSignedUp,
  Confirmed,
  ConsentChange,
  ConsentForm,
  ConsentHistoryItem,
  ConsentRequestView,
  Controls,
  Decided,
  FamilyChild,
  FamilyChildDetail,
  FamilyRequest,
  FormTaken,
  GuardianAccepted,
  GuardianInvitationView,
  MyConsent,
  PrintedForm,
  Relationship,
  SchoolConsentDone,
  WatchedBy,
} from '../../../src/wire/family.ts';

export type { PrivacyNotice } from '../../../src/wire/mail.ts';
export type { WeeklyLetters } from '../../../src/wire/week.ts';

export interface ChildSignUp {
  nickname: string;
  username: string;
  password: string;
  birth: { year: number; month: number };
  /** ISO 3166-1, where the child knows it. */
  country?: string;
  guardianEmail: string;
  guardianLocale?: Locale;
  locale?: Locale;
  classCode?: string;
  organization?: string;
}

/**
 * Who the grown-up is. A new account: `displayName` and `password`. The account that has the address already: its
 * `password`. Neither: whoever is signed in.
 */
export interface GrownUp {
  relationship: Relationship;
  displayName?: string;
  password?: string;
  locale?: Locale;
}
export interface FormFile {
  /** PDF, JPEG or PNG, base64, at most 5 MB. */
  content: string;
}
export interface NewAgreement {
  title: string;
  signedBy: string;
  /** `YYYY-MM-DD` */
  signedOn: string;
  validUntil: string;
  scopes: ('account' | 'live_rooms')[];
  note?: string;
}
export interface NoticeQuery {
  locale?: Locale;
  /** Slug; default: the organization that was there first. */
  organization?: string;
  /** Default: the newest. */
  version?: number;
}
export type FormReview = { accept: true } | { accept: false; reason: string };
export type FormQuery = PageQuery & { status?: ConsentForm['status'] };

export type Family = ReturnType<typeof createFamily>;

/** Children who wait, the grown-ups who answer for them, and what a school records. Rejects with a `TuttiError`. */
export function createFamily(tutti: Tutti) {
  const get = <T>(path: string, query = {}) => tutti.request<T>('GET', path, { query });
  const post = <T>(path: string, body: unknown = {}) => tutti.request<T>('POST', path, { body });
  const open = <T>(path: string, body: unknown) => tutti.request<T>('POST', path, { body, anonymous: true });
  const child = (id: string) => `/family/children/${encodeURIComponent(id)}`;

  return {
    /** Whether somebody decides alone, or a grown-up is asked. Rejects with `sign-up/age-not-allowed`. Nothing is kept. */
    askBirth: (birth: { year: number; month: number }, organization?: string) =>
      open<BirthAnswer>('/auth/sign-up/birth', { birth, organization }),
    /** One step for every age: the reply says what comes next. */
    signUpChild: (entry: ChildSignUp) => open<ChildSignedUp>('/auth/sign-up/child', entry),
    /** How it stands with the own consent; `null` limits of nobody. */
    myConsent: () => get<MyConsent>('/me/consent'),
    askAgain: (guardianEmail: string, guardianLocale?: Locale) =>
      post<MyConsent>('/me/ask-again', { guardianEmail, guardianLocale }),
    watchers: () => get<WatchedBy>('/me/watchers'),
    /** Of age now: keep the account, or forget everything. */
    sayOfAge: (keep: boolean) => post<void>('/me/of-age', { keep }),

    /** The whole privacy notice, for everybody. */
    notice: (query: NoticeQuery = {}) =>
      tutti.request<PrivacyNotice>('GET', '/notice', {
        query: { locale: tutti.locale, ...query },
        anonymous: true,
      }),
    /** What the mail's link asks; the token stands behind its `#token=`. */
    consentRequest: (token: string) => open<ConsentRequestView>('/consents/request', { token }),
    decide: (token: string, decisions: Decisions, grownUp: GrownUp) =>
      post<Decided>('/consents/decide', { token, decisions, ...grownUp }),
    /** One click and final: the child's data and the address are forgotten. */
    refuse: (token: string) => open<Decided>('/consents/refuse', { token }),
    /** The second mail's link: from here on the decision counts. */
    confirm: (token: string) => open<Confirmed>('/consents/confirm', { token }),
    sendForm: (token: string, decisions: Decisions, file: FormFile, grownUp: GrownUp) =>
      post<FormTaken>('/consents/form', { token, decisions, file, ...grownUp }),

    children: async () => (await get<{ items: FamilyChild[] }>('/family/children')).items,
    /** Which of your children are here now, and in what; `connectPush(tutti).watchPresence('children', …)` follows it. */
    presence: () => get<Presence>('/family/presence'),
    child: (id: string) => get<FamilyChildDetail>(child(id)),
    changeConsents: (id: string, change: ConsentChange) =>
      post<FamilyChildDetail>(`${child(id)}/consents`, change),
    consentHistory: (id: string, query: PageQuery = {}) =>
      get<Page<ConsentHistoryItem>>(`${child(id)}/consents`, query),
    requests: (id: string, query: PageQuery = {}) => get<Page<FamilyRequest>>(`${child(id)}/requests`, query),
    saveControls: (id: string, controls: Controls) =>
      tutti.request<FamilyChildDetail>('PUT', `${child(id)}/controls`, { body: controls }),
    /** `week`: any day of it, one of the last eight; this week otherwise. Whoever learns and teaches gets the same by `createProgress`. */
    week: (id: string, query: { week?: string; locale?: Locale } = {}) =>
      get<LearningWeek>(`${child(id)}/week`, { locale: tutti.locale, ...query }),
    /** Letters about the week of all own children, on Mondays. */
    weeklyLetters: () => get<WeeklyLetters>('/family/weekly-report'),
    setWeeklyLetters: (on: boolean) =>
      tutti.request<WeeklyLetters>('PUT', '/family/weekly-report', { body: { on } }),
    /** For whoever holds a link of a letter, behind its `#token=`. Rejects with `auth/link-invalid`. */
    stopWeeklyLetters: async (token: string) =>
      void (await tutti.request('POST', '/weekly-report/stop', { query: { token }, anonymous: true })),
    data: (id: string) => get<ChildData>(`${child(id)}/data`),
    correct: (id: string, change: { name?: string; birth?: { year: number; month: number } }) =>
      tutti.request<FamilyChildDetail>('PATCH', child(id), { body: change }),
    sendGuardianForm: (id: string, decisions: Decisions, file: FormFile) =>
      post<FormTaken>(`${child(id)}/forms`, { decisions, file }),
    inviteGuardian: (id: string, email: string, locale?: Locale) =>
      post<void>(`${child(id)}/guardians`, { email, locale }),
    guardianInvitation: (token: string) =>
      open<GuardianInvitationView>('/family/invitations/open', { token }),
    acceptGuardianship: (token: string, grownUp: GrownUp) =>
      post<GuardianAccepted>('/family/invitations/accept', { token, ...grownUp }),
    endGuardianship: (id: string) => tutti.request<void>('DELETE', `${child(id)}/guardianship`),
    /** What was asked for about the child's data: by the child, its guardians, or the school. */
    dataRequests: (id: string, query: PageQuery = {}) =>
      tutti.request<Page<DataRequest>>('GET', `${child(id)}/data-requests`, { query: { ...query } }),
    /** On behalf of the child. */
    askFor: (id: string, request: { kind: DataRequestKind; note?: string }) =>
      tutti.request<DataRequest>('POST', `${child(id)}/data-requests`, { body: request }),
    /** Everything as one ZIP of JSON and CSV. */
    exportChild: (id: string) => tutti.download(`${child(id)}/export`, { locale: tutti.locale }),
    /** Nothing more is collected: every scope is taken back, the account waits. */
    stop: (id: string) => post<void>(`${child(id)}/stop`),
    eraseChild: (id: string, proof: OwnProof) => post<void>(`${child(id)}/erase`, proof),

    /** For teachers and administrators: what a form for this child says. */
    printedForm: (childId: string, locale: Locale = tutti.locale) =>
      get<PrintedForm>(`/children/${encodeURIComponent(childId)}/consent-form`, { locale }),
    sendSignedForm: (
      childId: string,
      form: { decisions: Decisions; file: FormFile; relationship: Relationship; guardianName: string },
    ) => post<FormTaken>(`/children/${encodeURIComponent(childId)}/consent-forms`, form),
    forms: (query: FormQuery = {}) => get<Page<ConsentForm>>('/consent-forms', query),
    formFile: (id: string) => tutti.download(`/consent-forms/${encodeURIComponent(id)}/file`),
    reviewForm: (id: string, review: FormReview) =>
      post<ConsentForm>(`/consent-forms/${encodeURIComponent(id)}/review`, review),

    agreements: (query: PageQuery = {}) => get<Page<Agreement>>('/agreements', query),
    addAgreement: (agreement: NewAgreement) => post<Agreement>('/agreements', agreement),
    /** What hung on it ends at once. */
    endAgreement: (id: string) => post<Agreement>(`/agreements/${encodeURIComponent(id)}/end`),
    /** The school's word for every child of a class. */
    consentBySchool: (groupId: string) => post<SchoolConsentDone>('/agreements/consent', { groupId }),
  };
}
