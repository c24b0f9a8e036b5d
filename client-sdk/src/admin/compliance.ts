import type {
  AuditEntry,
  AuditVerification,
  Breach,
  ComplianceOverview,
  DataRequest,
  DataRequestKind,
  Disclosure,
  RiskAssessment,
} from '../../../src/wire/compliance.ts';
import type { OwnProof } from '../../../src/wire/sign-ins.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type {
  AuditEntry,
  AuditVerification,
  Breach,
  ComplianceOverview,
  DataRequest,
  DataRequestKind,
  Disclosure,
  RiskAssessment,
} from '../../../src/wire/compliance.ts';

export interface AuditQuery extends PageQuery {
  actor?: string;
  /** `consent.granted`, or the beginning of it: `consent.` */
  action?: string;
  entity?: string;
  entityId?: string;
  from?: string;
  to?: string;
}

export type Compliance = ReturnType<typeof createCompliance>;

/** Records that prove what was done, for whoever answers for them; and everybody's own data. Rejects with a `TuttiError`. */
export function createCompliance(tutti: Tutti) {
  const get = <T>(path: string, query: object = {}) => tutti.request<T>('GET', path, { query: { ...query } });
  const post = <T>(path: string, body: unknown) => tutti.request<T>('POST', path, { body });
  const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

  return {
    /** The words of the rules come in the locale of the client, as do those of the record. */
    overview: () => get<ComplianceOverview>('/compliance', { locale: tutti.locale }),
    /** The record of processing as CSV. */
    processingRecord: () => tutti.download('/compliance/processing-record.csv', { locale: tutti.locale }),
    audit: (query: AuditQuery = {}) => get<Page<AuditEntry>>('/audit', query),
    /** Reads the whole log, and says what was changed, cut or put in: the same as `npm run audit:verify`. */
    verifyAudit: () => get<AuditVerification>('/audit/verification'),

    requests: (query: PageQuery & { status?: DataRequest['status'] } = {}) =>
      get<Page<DataRequest>>('/data-requests', query),
    recordRequest: (request: { subjectId: string; kind: DataRequestKind; note?: string }) =>
      post<DataRequest>('/data-requests', request),
    answerRequest: (id: string, answer: { status: 'done' | 'rejected'; note?: string }) =>
      post<DataRequest>(`${at('/data-requests', id)}/answer`, answer),

    disclosures: (query: PageQuery & { subjectId?: string } = {}) =>
      get<Page<Disclosure>>('/disclosures', query),
    recordDisclosure: (disclosure: {
      subjectId: string;
      recipient: string;
      interest: string;
      fields: string[];
    }) => post<Disclosure>('/disclosures', disclosure),

    breaches: (query: PageQuery = {}) => get<Page<Breach>>('/breaches', query),
    recordBreach: (breach: {
      discoveredAt: string;
      description: string;
      affected?: string;
      measures?: string;
    }) => post<Breach>('/breaches', breach),
    changeBreach: (
      id: string,
      change: { affected?: string; measures?: string; authorityNotified?: true; closed?: true },
    ) => tutti.request<Breach>('PATCH', at('/breaches', id), { body: change }),

    riskAssessments: (query: PageQuery = {}) => get<Page<RiskAssessment>>('/risk-assessments', query),
    recordRiskAssessment: (assessment: { doneOn: string; nextDueOn: string; summary: string }) =>
      post<RiskAssessment>('/risk-assessments', assessment),

    /** Everything that is stored about somebody of the organization, as a ZIP; written down as a disclosure. */
    exportPerson: (id: string) => tutti.download(`${at('/people', id)}/export`),
    /** Everything that is stored about me, as a ZIP of JSON and CSV. */
    exportMine: () => tutti.download('/me/export'),
    myRequests: (query: PageQuery = {}) => get<Page<DataRequest>>('/me/data-requests', query),
    askFor: (request: { kind: DataRequestKind; note?: string }) =>
      post<DataRequest>('/me/data-requests', request),
    /** For good, and at once. Not for children, whose guardians decide. */
    eraseMe: (proof: OwnProof) => post<void>('/me/erase', proof),
  };
}
