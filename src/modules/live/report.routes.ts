import { z } from 'zod';
import { may } from '../../platform/http/caller.ts';
import { file, type Route, route } from '../../platform/http/route.ts';
import { locale, uuid } from '../../wire/common.ts';
import * as wire from '../../wire/report.ts';
import type { ReportService } from './report.service.ts';
import { reportCsv } from './report-csv.ts';
import { reportXlsx } from './report-xlsx.ts';

const tag = 'Live sessions';
const host = may('sessions.host');
const one = z.strictObject({ id: uuid });
const inLanguage = z.strictObject({ locale: locale.default('en') });

/** [REP-1] The report of one session, on the page and as files. */
export function reportRoutes({ reports }: { reports: ReportService }): Route[] {
  return [
    route({
      method: 'get',
      path: '/sessions/:id/report',
      summary: 'What the class learnt',
      tag,
      auth: host,
      params: one,
      query: inLanguage,
      response: wire.report,
      large: true,
      handler: ({ caller, params, query }) => reports.report(caller, params.id, query.locale),
    }),
    route({
      method: 'get',
      path: '/sessions/:id/report.csv',
      summary: 'The report as a table: a row per learner',
      tag,
      auth: host,
      params: one,
      query: inLanguage,
      response: file('text/csv; charset=utf-8'),
      async handler({ caller, params, query }) {
        const report = await reports.report(caller, params.id, query.locale);
        const content = await reportCsv(report, query.locale);
        return { filename: `report-${params.id}.csv`, content };
      },
    }),
    route({
      method: 'get',
      path: '/sessions/:id/report.xlsx',
      summary: 'The report as a workbook: overview, questions, learners, answers',
      tag,
      auth: host,
      params: one,
      query: inLanguage,
      response: file('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
      async handler({ caller, params, query }) {
        const { report, receiptOf } = await reports.reportWithReceipts(caller, params.id, query.locale);
        const content = await reportXlsx(report, query.locale, receiptOf);
        return { filename: `report-${params.id}.xlsx`, content };
      },
    }),
  ];
}
