import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { may } from '../../platform/http/caller.ts';
import { file, type Route, route } from '../../platform/http/route.ts';
import { locale, pageQuery, uuid } from '../../wire/common.ts';
import {
  type AuditVerification,
  answerDataRequestBody,
  auditPage,
  auditQuery,
  auditVerification,
  breach,
  breachBody,
  breachChangeBody,
  breachPage,
  complianceOverview,
  dataRequest,
  dataRequestPage,
  dataRequestQuery,
  disclosure,
  disclosureBody,
  disclosurePage,
  disclosureQuery,
  eraseMeBody,
  newDataRequestBody,
  recordDataRequestBody,
  riskAssessment,
  riskAssessmentBody,
  riskAssessmentPage,
} from '../../wire/compliance.ts';
import { searchAudit } from './audit-search.service.ts';
import type { DataRequestService } from './data-request.service.ts';
import type { OverviewService } from './overview.service.ts';
import type { OwnDataService } from './own-data.service.ts';
import type { RecordsService } from './records.service.ts';

interface Services {
  db: Database;
  requests: DataRequestService;
  records: RecordsService;
  overview: OverviewService;
  ownData: OwnDataService;
  verify(): Promise<AuditVerification>;
}

const byId = z.strictObject({ id: uuid });
const inLanguage = z.strictObject({ locale: locale.default('en') });
const tag = 'Records';
const mine = 'My data';
const officer = may('compliance.manage');
/** An export reads everything of a person. */
const exportLimit = { times: 10, seconds: 600 };
/** It reads the whole log. */
const verifyLimit = { times: 10, seconds: 600 };

export function complianceRoutes({ db, requests, records, overview, ownData, verify }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/compliance',
      summary: 'What a data-protection officer asks first',
      tag,
      auth: officer,
      query: inLanguage,
      response: complianceOverview,
      handler: ({ caller, query }) => overview.overview(caller, query.locale),
    }),
    route({
      method: 'get',
      path: '/compliance/processing-record.csv',
      summary: 'The record of processing, as CSV',
      tag,
      auth: officer,
      query: inLanguage,
      response: file('text/csv'),
      handler: async ({ caller, query }) => ({
        filename: 'record-of-processing.csv',
        content: await overview.processingRecord(caller, query.locale),
      }),
    }),
    route({
      method: 'get',
      path: '/audit',
      summary: 'Search the audit log, newest first',
      tag,
      auth: may('audit.read'),
      query: auditQuery,
      response: auditPage,
      handler: ({ caller, query }) => searchAudit(db, caller, query),
    }),
    route({
      method: 'get',
      path: '/audit/verification',
      summary: 'Compute the chains of the audit log anew: was anything changed, cut or put in?',
      tag,
      auth: may('audit.read'),
      response: auditVerification,
      limit: verifyLimit,
      handler: verify,
    }),
    route({
      method: 'get',
      path: '/data-requests',
      summary: 'Requests for data, the nearest deadline first',
      tag,
      auth: officer,
      query: dataRequestQuery,
      response: dataRequestPage,
      handler: ({ caller, query }) => requests.list(caller, query),
    }),
    route({
      method: 'post',
      path: '/data-requests',
      summary: 'Write down a request that came by letter',
      tag,
      auth: officer,
      body: recordDataRequestBody,
      response: dataRequest,
      status: 201,
      handler: ({ caller, body }) => requests.open(caller, body),
    }),
    route({
      method: 'post',
      path: '/data-requests/:id/answer',
      summary: 'Answer a request; erasing and restricting happen with it',
      tag,
      auth: officer,
      params: byId,
      body: answerDataRequestBody,
      response: dataRequest,
      handler: ({ caller, params, body }) => requests.answer(caller, params.id, body),
    }),
    route({
      method: 'get',
      path: '/disclosures',
      summary: 'To whom what of a learner was shown',
      tag,
      auth: officer,
      query: disclosureQuery,
      response: disclosurePage,
      handler: ({ caller, query }) => records.disclosures(caller, query),
    }),
    route({
      method: 'post',
      path: '/disclosures',
      summary: 'Write down a disclosure',
      tag,
      auth: officer,
      body: disclosureBody,
      response: disclosure,
      status: 201,
      handler: ({ caller, body }) => records.recordDisclosure(caller, body),
    }),
    route({
      method: 'get',
      path: '/breaches',
      summary: 'What went wrong with data',
      tag,
      auth: officer,
      query: pageQuery,
      response: breachPage,
      handler: ({ caller, query }) => records.breaches(caller, query),
    }),
    route({
      method: 'post',
      path: '/breaches',
      summary: 'Write down a breach; its clock of 72 hours starts at the discovery',
      tag,
      auth: officer,
      body: breachBody,
      response: breach,
      status: 201,
      handler: ({ caller, body }) => records.recordBreach(caller, body),
    }),
    route({
      method: 'patch',
      path: '/breaches/:id',
      summary: 'Add what is known of a breach, who was told, and its end',
      tag,
      auth: officer,
      params: byId,
      body: breachChangeBody,
      response: breach,
      handler: ({ caller, params, body }) => records.changeBreach(caller, params.id, body),
    }),
    route({
      method: 'get',
      path: '/risk-assessments',
      summary: 'When risks were looked at, newest first',
      tag,
      auth: officer,
      query: pageQuery,
      response: riskAssessmentPage,
      handler: ({ caller, query }) => records.riskAssessments(caller, query),
    }),
    route({
      method: 'post',
      path: '/risk-assessments',
      summary: 'Write down a risk assessment',
      tag,
      auth: officer,
      body: riskAssessmentBody,
      response: riskAssessment,
      status: 201,
      handler: ({ caller, body }) => records.recordRiskAssessment(caller, body),
    }),
    route({
      method: 'get',
      path: '/people/:id/export',
      summary: 'Everything that is stored about somebody, as a ZIP; it is written down as a disclosure',
      tag,
      auth: officer,
      params: byId,
      query: inLanguage,
      response: file('application/zip'),
      limit: exportLimit,
      handler: ({ caller, params, query }) => ownData.exportOf(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/me/export',
      summary: 'Everything that is stored about me, as a ZIP',
      tag: mine,
      auth: 'signed-in',
      query: inLanguage,
      response: file('application/zip'),
      limit: exportLimit,
      handler: ({ caller, query }) => ownData.exportMine(caller, query.locale),
    }),
    route({
      method: 'get',
      path: '/me/data-requests',
      summary: 'What I asked for about my data',
      tag: mine,
      auth: 'signed-in',
      query: dataRequestQuery,
      response: dataRequestPage,
      handler: ({ caller, query }) => requests.listOf(caller, caller.userId, query),
    }),
    route({
      method: 'post',
      path: '/me/data-requests',
      summary: 'Ask for something about my data; it is answered within a month',
      tag: mine,
      auth: 'signed-in',
      consent: 'none',
      body: newDataRequestBody,
      response: dataRequest,
      status: 201,
      limit: { times: 20, seconds: 3_600 },
      handler: ({ caller, body }) => requests.open(caller, { ...body, subjectId: caller.userId }),
    }),
    route({
      method: 'post',
      path: '/me/erase',
      summary: 'Delete my account for good',
      tag: mine,
      auth: 'signed-in',
      body: eraseMeBody,
      response: null,
      limit: { times: 10, seconds: 600 },
      handler: ({ caller, body, address }) => {
        if (caller.consent !== null)
          throw new AppError('auth/forbidden', 'Your guardians can delete your account.');
        return ownData.eraseMe(caller, { proof: body, address });
      },
    }),
  ];
}
